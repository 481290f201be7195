import { sql } from "drizzle-orm";
import { z } from "zod";
import { promiseTrafficReset } from "@/server/domains/subscriptions";
import { bulkAction } from "../contract";

export const resetTraffic = bulkAction({
  subject: "subscription",
  permissions: ["subscriptions.write"],
  input: z.object({}),
  skip: () => sql`case when s.cancelled_at is not null then 'cancelled' end`,
  run: (ctx, { subjectId }) => promiseTrafficReset(ctx, { subscriptionId: subjectId }),
});
