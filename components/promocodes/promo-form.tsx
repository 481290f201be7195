"use client";

import { Loader2Icon } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { z } from "zod";
import { useAction } from "@/components/hooks/use-action";
import { Editable, May } from "@/components/layout/may";
import { href } from "@/components/lib/href";
import type { Outputs } from "@/components/lib/outputs";
import { useTRPC } from "@/components/lib/trpc";
import { Button } from "@/components/ui/button";
import {
  createPromoCodeInput,
  generatePromoCodesInput,
  type PromoCodeView,
} from "@/server/domains/promocodes/schemas";
import { type PromoDraft, termsOf, toDraft } from "./promo-draft";
import { PromoGives } from "./promo-gives";
import { PromoAudience, PromoLimits, PromoOrders } from "./promo-limits";
import { PromoName } from "./promo-name";
import { PromoPreview } from "./promo-preview";

/** What every part of the form works on. */
export type PartProps = {
  draft: PromoDraft;
  set: (change: Partial<PromoDraft>) => void;
  errorOf: (field: string) => string | undefined;
  plans: Outputs["catalog"]["list"];
};

/** An instant as `datetime-local` shows it, in the operator's own time. */
const toLocal = (at: Date): string =>
  new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

const LIST = "/admin/promocodes";

/** A promo code with its preview; null makes a new one, or many. */
export function PromoForm({
  code,
  plans,
}: {
  code: PromoCodeView | null;
  plans: PartProps["plans"];
}) {
  const t = useTranslations("promocodes");
  const common = useTranslations("common");
  const router = useRouter();
  const trpc = useTRPC();
  const [draft, setDraft] = useState(() => toDraft(code, toLocal));
  const [problem, setProblem] = useState<{ field: string; text: string } | null>(null);
  const set = (change: Partial<PromoDraft>) => setDraft((old) => ({ ...old, ...change }));
  const toList = () => router.push(href(LIST));
  const create = useAction(trpc.admin.promocodes.create.mutationOptions(), {
    done: common("saved"),
    onDone: toList,
  });
  const update = useAction(trpc.admin.promocodes.update.mutationOptions(), {
    done: common("saved"),
  });
  const generate = useAction(trpc.admin.promocodes.generate.mutationOptions(), {
    done: t("generated"),
    onDone: ({ batch }) => router.push(href(`${LIST}?batch=${encodeURIComponent(batch)}`)),
  });
  const pending = create.isPending || update.isPending || generate.isPending;

  const checked = <S extends z.ZodType>(schema: S, input: unknown): z.output<S> | null => {
    const parsed = schema.safeParse(input);
    if (parsed.success) return parsed.data;
    const field = String(parsed.error.issues[0]?.path[0] ?? "");
    const known = t.has(`problems.${field}`) ? `problems.${field}` : "problems.other";
    setProblem({ field, text: t(known as "problems.other") });
    return null;
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const terms = termsOf(draft);
    if ("code" in terms) {
      setProblem({ field: terms.field, text: t(`problems.${terms.code}` as "problems.other") });
      return;
    }
    setProblem(null);
    if (draft.mode === "many") {
      const { prefix, count } = draft;
      const input = checked(generatePromoCodesInput, { ...terms, prefix, count: Number(count) });
      if (input) generate.mutate(input);
      return;
    }
    const input = checked(createPromoCodeInput, { ...terms, code: draft.code });
    if (!input) return;
    if (code) update.mutate({ ...input, promoCodeId: code.id });
    else create.mutate(input);
  };

  const part: PartProps = {
    draft,
    set,
    plans,
    errorOf: (field) => (problem?.field === field ? problem.text : undefined),
  };
  const ofOrders = draft.kind === "percent" || draft.kind === "fixed";
  const used = (code?.uses ?? 0) > 0;
  return (
    <form onSubmit={submit} className="grid items-start gap-5 lg:grid-cols-[1fr_20rem]">
      <div className="flex min-w-0 flex-col gap-5">
        <Editable needs="promocodes.write">
          <PromoName {...part} isNew={code === null} used={used} />
          <PromoGives {...part} used={used} />
          <PromoLimits {...part} />
          <PromoAudience {...part} />
          {ofOrders && <PromoOrders {...part} />}
        </Editable>
      </div>
      <div className="flex min-w-0 flex-col gap-4 lg:sticky lg:top-16">
        <PromoPreview draft={draft} promoCodeId={code?.id ?? null} plans={plans} />
        {problem && (
          <p role="alert" className="text-[13px] text-destructive">
            {problem.text}
          </p>
        )}
        <May needs="promocodes.write">
          <div className="flex justify-end gap-2">
            <Button variant="outline" onClick={toList}>
              {common("cancel")}
            </Button>
            <Button type="submit" disabled={pending}>
              {pending && <Loader2Icon className="animate-spin" />}
              {draft.mode === "many" ? t("form.generate") : common("save")}
            </Button>
          </div>
        </May>
      </div>
    </form>
  );
}
