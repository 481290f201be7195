import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { outbox } from "@/db/schema/outbox";
import type { Ctx } from "./context";
import { newId } from "./ids";

/** What `eventType(...).create(data)` returns; `validate` is run again by the receiver. */
type CreatedEvent = { name: string; data: Record<string, unknown> };

/**
 * Writes events beside the facts they report. They leave after commit, at least once, with the row's id
 * as event id, so receivers see one event however often it is sent.
 *
 * @example await emit(ctx, orderPaid.create({ orderId, customerId, paymentId }));
 */
export async function emit(ctx: Ctx<Tx>, ...events: CreatedEvent[]): Promise<void> {
  if (events.length === 0) return;
  const createdAt = ctx.clock();
  await ctx.db
    .insert(outbox)
    .values(events.map(({ name, data }) => ({ id: newId("outbox"), name, data, createdAt })));
  await ctx.db.execute(sql`select pg_notify('outbox', '')`);
}
