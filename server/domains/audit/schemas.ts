import { z } from "zod";

/** What entries are about. */
export const AUDIT_SUBJECTS = [
  "addon",
  "admin",
  "alert",
  "bulk_run",
  "campaign",
  "catalog",
  "customer",
  "gateway_event",
  "order",
  "panel_event",
  "partner",
  "payment",
  "payout",
  "plan",
  "promo_batch",
  "promo_code",
  "rate",
  "refund",
  "role",
  "settings",
  "subscription",
  "sync_run",
  "tag",
] as const;

export const listAuditInput = z.object({
  /** A slice (`subscriptions.`) or one action (`subscriptions.giftDays`). */
  action: z.string().max(100).default(""),
  /** An id of whatever was acted on, who acted or their session; part of an operator's name; part of an action. */
  q: z.string().trim().max(100).default(""),
  /** Actions that `q` means in the reader's language. */
  named: z.array(z.string().max(100)).max(200).default([]),
  actorType: z.enum(["admin", "customer", "system"]).optional(),
  subjectType: z.enum(AUDIT_SUBJECTS).optional(),
  /** Of the last so many days; 0 is all there is. */
  days: z.coerce.number().int().min(0).max(3660).default(0),
  sessionId: z.string().max(64).default(""),
  cursor: z.string().max(20).regex(/^\d*$/).optional(),
  limit: z.number().int().min(1).max(200).default(50),
});
