"use client";

import { useTranslations } from "next-intl";
import { Badge, type BadgeVariant } from "@/components/ui/badge";

/** Colours of every status word of the product; the word itself is always said. */
const VARIANTS = {
  subscription: {
    pending: "info",
    trial: "accent",
    active: "success",
    limited: "warning",
    expired: "neutral",
    disabled: "danger",
    cancelled: "neutral",
  },
  order: {
    pending: "info",
    paid: "warning",
    fulfilled: "success",
    expired: "neutral",
    cancelled: "neutral",
  },
  payment: {
    created: "neutral",
    pending: "info",
    paid: "success",
    held: "warning",
    failed: "danger",
    expired: "neutral",
  },
  event: {
    received: "info",
    processed: "success",
    ignored: "neutral",
    failed: "warning",
    dead: "danger",
  },
  promo: {
    active: "success",
    scheduled: "info",
    expired: "neutral",
    used_up: "warning",
    archived: "neutral",
  },
  redemption: {
    reserved: "info",
    consumed: "success",
    released: "neutral",
    honoured: "warning",
  },
  partner: { applied: "info", active: "success", suspended: "warning", rejected: "neutral" },
  commission: { pending: "info", payable: "success", reversed: "neutral" },
  payout: {
    requested: "info",
    approved: "info",
    processing: "warning",
    paid: "success",
    rejected: "neutral",
    failed: "danger",
  },
  reward: {
    pending: "info",
    held: "warning",
    granted: "success",
    reversed: "neutral",
    rejected: "danger",
  },
  renewal: { pending: "info", succeeded: "success", failed: "danger", skipped: "neutral" },
  refund: { requested: "info", processing: "info", done: "success", failed: "danger" },
  provisioning: { idle: "success", queued: "info", waiting: "warning", rejected: "danger" },
  sync: { running: "info", completed: "success", failed: "danger", refused: "warning" },
  node: { online: "success", connecting: "warning", offline: "danger", disabled: "neutral" },
  severity: { info: "info", warning: "warning", critical: "danger" },
  decision: { create: "success", link: "info", conflict: "danger", ignore: "neutral" },
  step: { ok: "success", warning: "warning", failed: "danger", skipped: "neutral" },
  bulk: { running: "info", done: "success", cancelled: "neutral" },
  bulkItem: { waiting: "info", done: "success", failed: "danger", skipped: "neutral" },
  notification: {
    queued: "info",
    sent: "success",
    skipped: "neutral",
    blocked: "warning",
    failed: "danger",
  },
} as const satisfies Record<string, Record<string, BadgeVariant>>;

export type StatusKind = keyof typeof VARIANTS;

/** A word plus a colour. */
export function StatusBadge({ kind, value }: { kind: StatusKind; value: string }) {
  const t = useTranslations("common.status");
  const variants: Record<string, BadgeVariant> = VARIANTS[kind];
  return (
    <Badge variant={variants[value] ?? "neutral"}>
      <span aria-hidden className="size-1.5 rounded-full bg-current" />
      {t.has(`${kind}.${value}`) ? t(`${kind}.${value}`) : value}
    </Badge>
  );
}
