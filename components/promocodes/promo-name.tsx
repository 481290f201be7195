"use client";

import { useTranslations } from "next-intl";
import { Field } from "@/components/forms/field";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { CODE_LENGTH } from "@/server/rules/promocode";
import { Choice } from "./choice";
import type { PromoDraft } from "./promo-draft";
import type { PartProps } from "./promo-form";

type Props = PartProps & { isNew: boolean; used: boolean };

/** The code itself, or how many are to be made. */
export function PromoName({ draft, set, errorOf, isNew, used }: Props) {
  const t = useTranslations("promocodes.form");
  const common = useTranslations("common");
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("name")}</CardTitle>
      </CardHeader>
      <CardContent className="grid gap-4 sm:grid-cols-2">
        {isNew && (
          <Field label={t("mode")}>
            {(props) => (
              <Choice
                {...props}
                value={draft.mode}
                options={(["one", "many"] as const).map((value) => ({
                  value,
                  label: t(`modes.${value}`),
                }))}
                onChange={(mode) =>
                  set({
                    mode: mode as PromoDraft["mode"],
                    // Many codes are usually handed out one a person.
                    ...(mode === "many" && draft.maxUses === "" ? { maxUses: "1" } : {}),
                  })
                }
              />
            )}
          </Field>
        )}
        {draft.mode === "one" ? (
          <Field
            label={t("code")}
            help={t(used ? "codeFixed" : "codeHelp")}
            error={errorOf("code")}
          >
            {(props) => (
              <Input
                {...props}
                value={draft.code}
                disabled={used}
                maxLength={CODE_LENGTH.max}
                autoCapitalize="characters"
                autoComplete="off"
                spellCheck={false}
                className="font-mono uppercase"
                onChange={(event) => set({ code: event.target.value })}
              />
            )}
          </Field>
        ) : (
          <>
            <Field label={t("count")} help={t("countHelp")} error={errorOf("count")}>
              {(props) => (
                <Input
                  {...props}
                  inputMode="numeric"
                  value={draft.count}
                  onChange={(event) => set({ count: event.target.value })}
                />
              )}
            </Field>
            <Field
              label={t("prefix")}
              optional={common("optional")}
              help={t("prefixHelp")}
              error={errorOf("prefix")}
            >
              {(props) => (
                <Input
                  {...props}
                  value={draft.prefix}
                  maxLength={20}
                  autoComplete="off"
                  spellCheck={false}
                  className="font-mono uppercase"
                  onChange={(event) => set({ prefix: event.target.value })}
                />
              )}
            </Field>
          </>
        )}
        <div className="sm:col-span-2">
          <Field
            label={t("note")}
            optional={common("optional")}
            help={t("noteHelp")}
            error={errorOf("note")}
          >
            {(props) => (
              <Textarea
                {...props}
                value={draft.note}
                maxLength={500}
                onChange={(event) => set({ note: event.target.value })}
              />
            )}
          </Field>
        </div>
      </CardContent>
    </Card>
  );
}
