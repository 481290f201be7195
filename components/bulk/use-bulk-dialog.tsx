"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useRef } from "react";
import { toast } from "sonner";
import type { Action, ActionField, ActionValues } from "@/components/forms/action-dialog";
import { useAction } from "@/components/hooks/use-action";
import { useMay } from "@/components/layout/may";
import { bulkRunHref } from "@/components/lib/href";
import { useTRPC } from "@/components/lib/trpc";
import type { Locale } from "@/db/enums";
import type { BulkOffer } from "@/server/domains/bulk/schemas";
import { CURRENCY_CODES } from "@/server/rules/money";
import { CONTROLS, type FieldName, formOf, inputOf } from "./bulk-forms";
import { BulkPreview, type BulkSelection } from "./bulk-preview";

/** Makes of an offered action its dialog: form, consequence, preview, beginning. */
export function useBulkDialog({ begun }: { begun: () => void }) {
  const t = useTranslations("bulk");
  const locale = useLocale() as Locale;
  const trpc = useTRPC();
  const router = useRouter();
  const may = useMay();
  const plans = useQuery({
    ...trpc.admin.catalog.list.queryOptions({}),
    enabled: may("catalog.read"),
  });
  const start = useAction(trpc.admin.bulk.start.mutationOptions(), {
    onDone: ({ runId }) => {
      begun();
      toast.success(t("bar.started"), {
        action: { label: t("bar.open"), onClick: () => router.push(bulkRunHref(runId)) },
      });
    },
  });
  const count = useRef(0);

  const choices: Partial<Record<FieldName, ActionField["options"]>> = {
    planId: plans.data?.map(({ id, name }) => ({ value: id, label: name[locale] })) ?? [],
    currency: CURRENCY_CODES.map((code) => ({ value: code, label: code })),
  };

  return (offer: BulkOffer, selection: BulkSelection): Action => {
    const { fields, required = [], destructive } = formOf(offer.id);
    // One key a dialog: pressed twice, begun once.
    const clientKey = crypto.randomUUID();
    const title = t(`actions.${offer.id}` as "title");
    return {
      title,
      consequence: t(`consequences.${offer.id}` as "title"),
      confirm: title,
      destructive,
      fields: fields.map((name) => ({
        name,
        label: t(`inputs.${name}`),
        required: required.includes(name),
        options: choices[name],
        ...CONTROLS[name],
        ...(name === "currency" && { initial: CURRENCY_CODES[0] }),
      })),
      waits: true,
      details: (values, onReady) => (
        <BulkPreview
          offer={offer}
          selection={selection}
          input={inputOf(offer.id, values)}
          onCount={(eligible) => {
            count.current = eligible ?? 0;
            onReady(count.current > 0);
          }}
        />
      ),
      run: (values: ActionValues) =>
        start.mutateAsync({
          action: offer.id,
          input: inputOf(offer.id, values) ?? {},
          selection,
          expected: Math.max(1, count.current),
          clientKey,
        }),
    };
  };
}
