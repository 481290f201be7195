"use client";

import { PauseIcon, PlayIcon, SlidersHorizontalIcon } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { type Action, ActionDialog } from "@/components/forms/action-dialog";
import { useAction } from "@/components/hooks/use-action";
import { May } from "@/components/layout/may";
import type { Outputs } from "@/components/lib/outputs";
import { useTRPC } from "@/components/lib/trpc";
import { Button } from "@/components/ui/button";
import type { Locale } from "@/db/enums";
import { formatMoney } from "@/server/rules/money";
import { readPercent, readPercents, writePercent } from "./percent";

/** What an operator does about a partner, each with its consequence. */
export function PartnerActions({ detail }: { detail: Outputs["partners"]["get"] }) {
  const t = useTranslations("partners");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const [action, setAction] = useState<Action | null>(null);
  const done = { done: common("saved") };
  const suspend = useAction(trpc.admin.partners.suspend.mutationOptions(), done);
  const resume = useAction(trpc.admin.partners.resume.mutationOptions(), done);
  const setTerms = useAction(trpc.admin.partners.setTerms.mutationOptions(), done);
  const { partner, terms } = detail;
  const partnerId = partner.id;
  const locale = useLocale() as Locale;
  const name = detail.customerName || detail.customerUsername || partner.customerId;
  const suspended = partner.status === "suspended";
  const reason = { name: "reason", label: t("reason"), type: "text", required: true, max: 500 };
  const toggle: Action = {
    title: t(suspended ? "resume.title" : "suspend.title", { name }),
    consequence: t(suspended ? "resume.consequence" : "suspend.consequence", {
      payable: formatMoney(detail.balances.payable, locale),
    }),
    confirm: t(suspended ? "resume.confirm" : "suspend.confirm"),
    destructive: !suspended,
    fields: [reason as NonNullable<Action["fields"]>[number]],
    run: ({ reason: why = "" }) =>
      (suspended ? resume : suspend).mutateAsync({ partnerId, reason: why }),
  };
  const edit: Action = {
    title: t("terms.edit"),
    consequence: t("terms.consequence"),
    confirm: common("save"),
    fields: [
      {
        name: "direct",
        label: t("terms.direct"),
        help: t("terms.empty"),
        type: "text",
        initial: writePercent(terms.directBp),
        max: 10,
      },
      {
        name: "override",
        label: t("terms.override"),
        help: t("terms.list"),
        type: "text",
        initial: terms.overrideBp?.map((bp) => writePercent(bp)).join(", ") ?? "",
        max: 100,
      },
      {
        name: "hold",
        label: t("terms.hold"),
        help: t("terms.empty"),
        type: "text",
        initial: terms.holdDays?.toString() ?? "",
        max: 3,
      },
    ],
    run: ({ direct = "", override = "", hold = "" }) =>
      // What cannot be read is sent as an impossible number, which the server refuses in words.
      setTerms.mutateAsync({
        partnerId,
        directBp: readPercent(direct),
        overrideBp: readPercents(override),
        holdDays: hold.trim() === "" ? null : Number(hold),
        waivedFeeAmount: terms.waivedFeeAmount,
      }),
  };
  if (partner.status !== "active" && !suspended) return null;
  return (
    <May needs="partners.write">
      <Button variant="outline" size="sm" onClick={() => setAction(edit)}>
        <SlidersHorizontalIcon />
        {t("terms.edit")}
      </Button>
      <Button variant="outline" size="sm" onClick={() => setAction(toggle)}>
        {suspended ? <PlayIcon /> : <PauseIcon />}
        {toggle.confirm}
      </Button>
      <ActionDialog action={action} onClose={() => setAction(null)} />
    </May>
  );
}
