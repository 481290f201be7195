"use client";

import { useQuery } from "@tanstack/react-query";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import type { Action } from "@/components/forms/action-dialog";
import { useAction } from "@/components/hooks/use-action";
import { useUndo } from "@/components/hooks/use-undo";
import { useMay } from "@/components/layout/may";
import { useTRPC } from "@/components/lib/trpc";
import type { Locale } from "@/db/enums";
import type { ActionView } from "./subscription-actions";

const DAY_MS = 86_400_000;

/** `2026-07-24T10:00` in the browser's zone, as a datetime-local input wants it. */
const localInput = (date: Date): string =>
  new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

/** Every action on one subscription, ready for an {@link ActionDialog}. */
export function useSubscriptionActions(view: ActionView) {
  const t = useTranslations("subscriptions.do");
  const common = useTranslations("common");
  const format = useFormatter();
  const locale = useLocale() as Locale;
  const trpc = useTRPC();
  const api = trpc.admin.subscriptions;
  const queued = { done: t("queued") };
  const undo = useUndo();
  const takeBack = useAction(api.takeBackGift.mutationOptions());
  const gift = useAction(api.giftDays.mutationOptions(), {
    onDone: ({ booking }) => undo(t("queued"), () => takeBack.mutateAsync({ booking })),
  });
  const expiry = useAction(api.setExpiry.mutationOptions(), queued);
  const plan = useAction(api.changePlan.mutationOptions(), queued);
  const enabled = useAction(api.setEnabled.mutationOptions());
  const setEnabled = async (on: boolean, why = "") => {
    const subscriptionId = view.id;
    await enabled.mutateAsync({ subscriptionId, enabled: on, reason: why });
    undo(t("queued"), () => enabled.mutateAsync({ subscriptionId, enabled: !on, reason: "" }));
  };
  const traffic = useAction(api.resetTraffic.mutationOptions(), queued);
  const retry = useAction(api.retry.mutationOptions(), queued);
  const link = useAction(api.resetLink.mutationOptions(), { done: t("link.done") });
  const plans = useQuery({
    ...trpc.admin.catalog.list.queryOptions({ archived: false }),
    enabled: useMay()("catalog.read"),
  });

  const subscriptionId = view.id;
  const day = (date: Date) => format.dateTime(date, { dateStyle: "long" });
  const label = view.label[locale];
  const reason = {
    name: "reason",
    label: common("reason"),
    help: common("reasonHelp"),
    type: "text",
    max: 500,
  } as const;

  return {
    gift: {
      title: t("gift.title"),
      consequence: ({ days = "" }) => {
        const from = Math.max(Date.now(), view.expiresAt.getTime());
        const until = new Date(from + Number(days || 0) * DAY_MS);
        return t("gift.consequence", { label, date: day(until) });
      },
      confirm: t("gift.confirm"),
      fields: [
        {
          name: "days",
          label: t("gift.days"),
          type: "number",
          initial: "7",
          required: true,
          min: 1,
          max: 3650,
        },
        reason,
      ],
      run: (values) =>
        gift.mutateAsync({
          subscriptionId,
          days: Number(values.days),
          reason: values.reason ?? "",
        }),
    },
    expiry: {
      title: t("expiry.title"),
      consequence: ({ at = "" }) =>
        at && new Date(at) < new Date()
          ? t("expiry.past", { label })
          : t("expiry.consequence", { label, date: at ? day(new Date(at)) : "…" }),
      confirm: common("save"),
      fields: [
        {
          name: "at",
          label: t("expiry.at"),
          type: "datetime-local",
          initial: localInput(view.expiresAt),
          required: true,
        },
      ],
      run: (values) => expiry.mutateAsync({ subscriptionId, expiresAt: new Date(values.at ?? "") }),
    },
    plan: {
      title: t("plan.title"),
      consequence: t("plan.consequence", { label }),
      confirm: t("plan.confirm"),
      fields: [
        {
          name: "planId",
          label: t("plan.plan"),
          type: "select",
          required: true,
          initial: view.planId ?? "",
          options: (plans.data ?? []).map(({ id, name }) => ({ value: id, label: name[locale] })),
        },
      ],
      run: (values) => plan.mutateAsync({ subscriptionId, planId: values.planId ?? "" }),
    },
    traffic: {
      title: t("traffic.title"),
      consequence: t("traffic.consequence", { label }),
      confirm: t("traffic.confirm"),
      run: () => traffic.mutateAsync({ subscriptionId }),
    },
    link: {
      title: t("link.title"),
      consequence: t("link.consequence", { label }),
      confirm: t("link.confirm"),
      destructive: true,
      run: () => link.mutateAsync({ subscriptionId }),
    },
    retry: {
      title: t("retry.title"),
      consequence: t("retry.consequence", { label }),
      confirm: t("retry.confirm"),
      run: () => retry.mutateAsync({ subscriptionId }),
    },
    disable: {
      title: t("disable.title"),
      consequence: t("disable.consequence", { label }),
      confirm: t("disable.confirm"),
      destructive: true,
      fields: [reason],
      run: (values) => setEnabled(false, values.reason),
    },
    enable: {
      title: t("enable.title"),
      consequence: t("enable.consequence", { label }),
      confirm: t("enable.confirm"),
      fields: [reason],
      run: (values) => setEnabled(true, values.reason),
    },
  } satisfies Record<string, Action>;
}
