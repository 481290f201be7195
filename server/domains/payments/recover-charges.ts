import { and, eq, inArray, isNotNull } from "drizzle-orm";
import { payments } from "@/db/schema/payments";
import type { Ctx } from "@/server/core/context";
import type { ProviderCharge } from "./gateways/contract";
import { GATEWAY_IDS, openGateway } from "./gateways/registry";
import { recordTrustedEvent } from "./inbox";

const BATCH = 200;

/**
 * Later charges that a provider made by itself and whose webhook never came: put into the inbox as if it had.
 * Who looks twice finds the same bodies, and the inbox keeps each once.
 *
 * @returns how many were put there
 */
export async function recoverCharges(ctx: Ctx): Promise<number> {
  let recovered = 0;
  for (const id of GATEWAY_IDS) {
    const { gateway, settings } = await openGateway(ctx, id);
    if (!gateway.subscription || !(await gateway.isReady(ctx, settings))) continue;
    let batch: ProviderCharge[] = [];
    for await (const charge of gateway.subscription.charges(ctx, settings)) {
      if (batch.push(charge) < BATCH) continue;
      recovered += await recover(ctx, id, batch);
      batch = [];
    }
    recovered += await recover(ctx, id, batch);
  }
  return recovered;
}

async function recover(ctx: Ctx, gateway: string, charges: ProviderCharge[]): Promise<number> {
  if (charges.length === 0) return 0;
  const known = await ctx.db
    .select({ externalId: payments.externalId })
    .from(payments)
    .where(
      and(
        eq(payments.gateway, gateway),
        inArray(
          payments.externalId,
          charges.map(({ externalId }) => externalId),
        ),
      ),
    );
  // A first payment that is still open is asked for on its own, and has to come before what repeats it.
  const first = await ctx.db
    .select({ id: payments.id })
    .from(payments)
    .where(
      and(
        eq(payments.gateway, gateway),
        eq(payments.saveMethod, true),
        isNotNull(payments.settledAt),
        inArray(
          payments.id,
          charges.map(({ paymentId }) => paymentId),
        ),
      ),
    );
  const told = new Set(known.map(({ externalId }) => externalId));
  const repeated = new Set(first.map(({ id }) => id));
  let recovered = 0;
  for (const { externalId, paymentId, body } of charges) {
    if (told.has(externalId) || !repeated.has(paymentId)) continue;
    const { eventId } = await recordTrustedEvent(ctx, { gateway, body });
    if (eventId) recovered += 1;
  }
  return recovered;
}
