import { and, eq, isNotNull } from "drizzle-orm";
import { customers } from "@/db/schema/customers";
import { subscriptionDevices } from "@/db/schema/subscriptions";
import type { Ctx } from "@/server/core/context";
import type { SubscriptionRow } from "./internal";
import type { SubscriptionPromise } from "./schemas";

export async function promiseOf(ctx: Ctx, row: SubscriptionRow): Promise<SubscriptionPromise> {
  const [customer] = await ctx.db
    .select({
      telegramId: customers.telegramId,
      email: customers.email,
      erasedAt: customers.erasedAt,
    })
    .from(customers)
    .where(eq(customers.id, row.customerId));
  const dropped = await ctx.db
    .select({ hwid: subscriptionDevices.hwid })
    .from(subscriptionDevices)
    .where(
      and(
        eq(subscriptionDevices.subscriptionId, row.id),
        isNotNull(subscriptionDevices.dropRequestedAt),
      ),
    );
  return {
    subscriptionId: row.id,
    customerId: row.customerId,
    telegramId: customer?.telegramId ?? null,
    email: customer?.email ?? null,
    erased: customer ? customer.erasedAt !== null : false,
    revision: row.desiredRevision,
    observedRevision: row.observedRevision,
    expiresAt: row.expiresAt,
    enabled: row.enabled,
    cancelled: row.cancelledAt !== null,
    trafficLimitBytes: row.trafficLimitBytes,
    trafficStrategy: row.trafficStrategy,
    deviceLimit: row.deviceLimit,
    internalSquads: row.internalSquads,
    externalSquad: row.externalSquad,
    trafficResets: row.trafficResets,
    observedTrafficResets: row.observedTrafficResets,
    dropDevices: dropped.map(({ hwid }) => hwid),
    panelId: row.panelId,
    panelUuid: row.panelUuid,
    panelShortUuid: row.panelShortUuid,
    panelUsername: row.panelUsername,
    observedAt: row.observedAt,
    delivered: row.deliveredAt !== null,
  };
}
