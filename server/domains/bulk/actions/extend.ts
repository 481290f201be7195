import { sql } from "drizzle-orm";
import { z } from "zod";
import { setExpiry } from "@/server/domains/subscriptions";
import { bulkAction } from "../contract";

/** Never shortens: what lasts longer already stays as it is. */
export const extend = bulkAction({
  subject: "subscription",
  permissions: ["subscriptions.write"],
  input: z.object({ until: z.iso.datetime() }),
  skip: ({ until }) => sql`case
    when s.cancelled_at is not null then 'cancelled'
    when s.expires_at >= ${until}::timestamptz then 'lasts_longer' end`,
  run: (ctx, { subjectId }, { until }) =>
    setExpiry(ctx, { subscriptionId: subjectId, expiresAt: new Date(until) }),
});
