import { sql } from "drizzle-orm";
import { z } from "zod";
import { giftDays as giftDaysTo, takeBackGift } from "@/server/domains/subscriptions";
import { LIFETIME_EXPIRY } from "@/server/rules/subscription-state";
import { bulkAction } from "../contract";
import { itemKey, keyOf } from "../keys";

export const giftDays = bulkAction({
  subject: "subscription",
  permissions: ["subscriptions.write"],
  input: z.object({
    days: z.number().int().min(1).max(3650),
    reason: z.string().trim().max(500).default(""),
  }),
  skip: () => sql`case
    when s.cancelled_at is not null then 'cancelled'
    when s.expires_at >= ${LIFETIME_EXPIRY.toISOString()}::timestamptz then 'for_life' end`,
  run: (ctx, { subjectId, key }, input) =>
    giftDaysTo(ctx, { subscriptionId: subjectId, ...input }, key),
  undo: { action: "takeBackDays", input: (_input, runId) => ({ runId }) },
});

export const takeBackDays = bulkAction({
  subject: "subscription",
  permissions: ["subscriptions.write"],
  inverseOnly: true,
  input: z.object({ runId: z.string() }),
  skip: ({ runId }) => sql`case when not exists (
    select 1 from subscription_grants g
    where g.order_id = ${keyOf(runId, sql`s.id`)} and g.ended_at is null) then 'gift_gone' end`,
  run: (ctx, { subjectId }, { runId }) => takeBackGift(ctx, { booking: itemKey(runId, subjectId) }),
});
