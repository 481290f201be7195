import { sql } from "drizzle-orm";
import { z } from "zod";
import { setEnabled } from "@/server/domains/subscriptions";
import { bulkAction } from "../contract";

const input = z.object({ reason: z.string().trim().max(500).default("") });

export const disable = bulkAction({
  subject: "subscription",
  permissions: ["subscriptions.write"],
  fresh: true,
  input,
  skip: () => sql`case
    when s.cancelled_at is not null then 'cancelled'
    when not s.enabled then 'already_disabled' end`,
  run: (ctx, { subjectId }, { reason }) =>
    setEnabled(ctx, { subscriptionId: subjectId, enabled: false, reason }),
  undo: { action: "enable", input: () => ({}) },
});

export const enable = bulkAction({
  subject: "subscription",
  permissions: ["subscriptions.write"],
  input,
  skip: () => sql`case
    when s.cancelled_at is not null then 'cancelled'
    when s.enabled then 'already_enabled' end`,
  run: (ctx, { subjectId }, { reason }) =>
    setEnabled(ctx, { subscriptionId: subjectId, enabled: true, reason }),
  undo: { action: "disable", input: () => ({}) },
});
