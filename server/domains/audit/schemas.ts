import { z } from "zod";

export const listAuditInput = z.object({
  /** A slice (`subscriptions`) or one action (`subscriptions.giftDays`). */
  action: z.string().max(100).default(""),
  /** An id of whatever was acted on, or of who acted. */
  q: z.string().trim().max(100).default(""),
  actorType: z.enum(["admin", "customer", "system"]).optional(),
  cursor: z.string().max(20).regex(/^\d*$/).optional(),
  limit: z.number().int().min(1).max(200).default(50),
});
