import { desc, eq } from "drizzle-orm";
import type { ProvisioningState } from "@/db/enums";
import { subscriptionStatusHistory, subscriptions } from "@/db/schema/subscriptions";
import { type Ctx, requirePermission } from "@/server/core/context";
import { notFound } from "@/server/core/errors";
import { knownDevices } from "./devices";
import { promiseOf } from "./promise";
import type {
  GrantRecord,
  KnownDevice,
  StatusChange,
  SubscriptionPromise,
  SubscriptionView,
} from "./schemas";
import { allGrants, getSubscriptionView } from "./views";

export type SubscriptionDetail = {
  view: SubscriptionView;
  promise: SubscriptionPromise;
  provisioning: { state: ProvisioningState; error: string | null; attempts: number };
  grants: GrantRecord[];
  /** Newest first, at most 100. */
  history: StatusChange[];
  /** Null: never listed. */
  devices: KnownDevice[] | null;
};

/** Everything an operator may want to know about one subscription. */
export async function getSubscriptionDetail(
  ctx: Ctx,
  input: { subscriptionId: string },
): Promise<SubscriptionDetail> {
  requirePermission(ctx, "subscriptions.read");
  const { subscriptionId } = input;
  const [row] = await ctx.db
    .select()
    .from(subscriptions)
    .where(eq(subscriptions.id, subscriptionId));
  if (!row) throw notFound("subscription", subscriptionId);
  const [view, promise, grants, devices, history] = await Promise.all([
    getSubscriptionView(ctx, { subscriptionId }),
    promiseOf(ctx, row),
    allGrants(ctx, subscriptionId),
    knownDevices(ctx, subscriptionId),
    ctx.db
      .select({
        from: subscriptionStatusHistory.from,
        to: subscriptionStatusHistory.to,
        why: subscriptionStatusHistory.why,
        who: subscriptionStatusHistory.who,
        at: subscriptionStatusHistory.at,
      })
      .from(subscriptionStatusHistory)
      .where(eq(subscriptionStatusHistory.subscriptionId, subscriptionId))
      .orderBy(desc(subscriptionStatusHistory.id))
      .limit(100),
  ]);
  return {
    view,
    promise,
    provisioning: {
      state: row.provisioning,
      error: row.provisioningError,
      attempts: row.provisioningAttempts,
    },
    grants,
    history,
    devices: devices?.devices ?? null,
  };
}
