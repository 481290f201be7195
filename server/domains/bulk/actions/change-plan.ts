import { sql } from "drizzle-orm";
import { z } from "zod";
import { changePlanByAdmin } from "@/server/domains/subscriptions";
import { bulkAction } from "../contract";

/** Whose devices do not fit into the new plan is left out: which ones to give up is the person's own choice. */
export const changePlan = bulkAction({
  subject: "subscription",
  permissions: ["subscriptions.write", "catalog.read"],
  fresh: true,
  input: z.object({ planId: z.string().min(1).max(64) }),
  skip: ({ planId }) => sql`case
    when s.cancelled_at is not null then 'cancelled'
    when s.plan_id = ${planId} and not s.is_trial then 'same_plan' end`,
  run: (ctx, { subjectId }, { planId }) =>
    changePlanByAdmin(ctx, { subscriptionId: subjectId, planId }),
});
