"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useAction } from "@/components/hooks/use-action";
import { Amount } from "@/components/layout/amount";
import { Copyable } from "@/components/layout/copyable";
import { Fact, Facts } from "@/components/layout/facts";
import { LANGUAGE_NAMES } from "@/components/layout/locale";
import { useMay } from "@/components/layout/may";
import { RelativeTime } from "@/components/layout/relative-time";
import type { Outputs } from "@/components/lib/outputs";
import { useTRPC } from "@/components/lib/trpc";
import { ChangeCode } from "@/components/referrals/change-code";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Textarea } from "@/components/ui/textarea";

type Detail = Outputs["customers"]["get"];

export function CustomerFacts({ customer, credit }: Pick<Detail, "customer" | "credit">) {
  const t = useTranslations("customers");
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("profile")}</CardTitle>
      </CardHeader>
      <CardContent className="flex flex-col gap-4">
        <Facts>
          <Fact name={t("id")}>
            <Copyable value={customer.id} className="max-w-40" />
          </Fact>
          {customer.telegramId !== null && (
            <Fact name={t("telegramId")}>
              <Copyable value={customer.telegramId.toString()} />
            </Fact>
          )}
          {customer.email && <Fact name={t("email")}>{customer.email}</Fact>}
          <Fact name={t("language")}>{LANGUAGE_NAMES[customer.locale]}</Fact>
          <Fact name={t("referralCode")}>
            <span className="inline-flex items-center gap-1">
              <Copyable value={customer.referralCode} />
              <ChangeCode customerId={customer.id} code={customer.referralCode} />
            </span>
          </Fact>
          <Fact name={t("credit")}>
            {credit.length === 0
              ? "–"
              : credit.map((money) => (
                  <Amount key={money.currency} value={money} className="ml-2" />
                ))}
          </Fact>
          <Fact name={t("lastSeen")}>
            <RelativeTime value={customer.lastSeenAt} />
          </Fact>
          <Fact name={t("joined")}>
            <RelativeTime value={customer.createdAt} />
          </Fact>
        </Facts>
        <Note customer={customer} />
      </CardContent>
    </Card>
  );
}

function Note({ customer }: Pick<Detail, "customer">) {
  const t = useTranslations("customers");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const [note, setNote] = useState(customer.note);
  const save = useAction(trpc.admin.customers.setNote.mutationOptions(), {
    done: common("saved"),
  });
  return (
    <div className="flex flex-col gap-2">
      <Textarea
        value={note}
        maxLength={5000}
        aria-label={t("note")}
        placeholder={t("noteHint")}
        readOnly={!useMay()("customers.write")}
        onChange={(event) => setNote(event.target.value)}
      />
      {note !== customer.note && (
        <Button
          size="sm"
          className="self-end"
          disabled={save.isPending}
          onClick={() => save.mutate({ customerId: customer.id, note })}
        >
          {common("save")}
        </Button>
      )}
    </div>
  );
}
