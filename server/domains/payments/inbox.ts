import { and, asc, eq, inArray, lt, sql } from "drizzle-orm";
import type { z } from "zod";
import { gatewayEvents, refusedWebhooks } from "@/db/schema/payments";
import { gatewayEventReceived } from "@/inngest/events";
import { clientAddress } from "@/server/core/client-address";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { sha256Hex } from "@/server/core/crypto";
import { AppError, notFound } from "@/server/core/errors";
import { countForgery } from "@/server/core/forgeries";
import { newId } from "@/server/core/ids";
import { emit } from "@/server/core/outbox";
import { parseInput } from "@/server/core/parse";
import { errorText } from "@/server/core/redact";
import { recordAudit } from "@/server/domains/audit";
import { raiseAlert, resolveAlert } from "@/server/domains/monitoring";
import { applyEvent } from "./apply-event";
import { openGateway } from "./gateways/registry";
import { findPayment } from "./internal";
import { gatewayEventInput } from "./schemas";
import { isTestPayment } from "./test-payment";

export const WEBHOOK_MAX_BYTES = 256 * 1024;
/** After this many failures an event waits for a person. */
export const MAX_ATTEMPTS = 8;

/**
 * A delivery of a gateway's webhook: verified on its raw bytes, stored, and only then acknowledged.
 *
 * @throws AppError `unauthenticated` (counted, nothing stored), `rate_limited` (so many of them that none is
 * counted any more), `too_large`, `not_found`
 */
export async function receiveWebhook(
  ctx: Ctx,
  input: { gateway: string; rawBody: Buffer; headers: Headers; peer: string | null },
): Promise<{ eventId: string | null }> {
  if (input.rawBody.byteLength > WEBHOOK_MAX_BYTES) {
    throw new AppError("too_large", "body_too_large", "A webhook has at most 256 KiB.");
  }
  const { gateway, settings } = await openGateway(ctx, input.gateway);
  const request = {
    rawBody: input.rawBody,
    headers: input.headers,
    address: clientAddress(input.peer, input.headers.get("x-forwarded-for")),
    now: ctx.clock(),
  };
  if (gateway.webhook !== "signed" || !gateway.verify(settings, request)) {
    await countForgery(ctx, request.address);
    await countRefusal(ctx, gateway.id);
    throw new AppError("unauthenticated", "bad_signature", "The signature is wrong.");
  }
  return store(ctx, gateway.id, input.rawBody, {
    "content-type": input.headers.get("content-type") ?? "",
    "user-agent": input.headers.get("user-agent") ?? "",
  });
}

/** An event that came through another verified door (Stars through the bot's webhook), into the same inbox. */
export async function recordTrustedEvent(
  ctx: Ctx,
  input: { gateway: string; body: unknown },
): Promise<{ eventId: string | null }> {
  return store(ctx, input.gateway, Buffer.from(JSON.stringify(input.body)), {});
}

async function countRefusal(ctx: Ctx, source: string): Promise<void> {
  const now = ctx.clock();
  await ctx.db
    .insert(refusedWebhooks)
    .values({ source, day: now.toISOString().slice(0, 10), count: 1, lastAt: now })
    .onConflictDoUpdate({
      target: [refusedWebhooks.source, refusedWebhooks.day],
      set: { count: sql`${refusedWebhooks.count} + 1`, lastAt: now },
    });
  await raiseAlert(ctx, {
    kind: "webhook_refused",
    key: source,
    severity: "warning",
    details: { source },
    href: "/admin/payments/events",
  });
}

/** The payload is the identity: the same bytes are stored once, and a second delivery is acknowledged too. */
async function store(ctx: Ctx, gateway: string, body: Buffer, headers: Record<string, string>) {
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .insert(gatewayEvents)
      .values({
        id: newId("gatewayEvent"),
        gateway,
        payloadHash: sha256Hex(body),
        body,
        headers,
        receivedAt: tx.clock(),
      })
      .onConflictDoNothing()
      .returning({ id: gatewayEvents.id });
    if (row) await emit(tx, gatewayEventReceived.create({ eventId: row.id }));
    return { eventId: row?.id ?? null };
  });
}

type Processed = { status: string; outcome: string | null };

/**
 * Applies a stored event. An error is recorded and thrown for the job to repeat; at the last attempt the event
 * goes to the dead letters instead, with an alert.
 */
export async function processGatewayEvent(
  ctx: Ctx,
  input: { eventId: string },
): Promise<Processed> {
  try {
    const [received] = await ctx.db
      .select()
      .from(gatewayEvents)
      .where(eq(gatewayEvents.id, input.eventId));
    if (!received) throw notFound("gateway_event", input.eventId);
    if (isDone(received)) return standing(received);
    // A gateway may have to ask its provider: no lock is held while the network is slow.
    const { gateway, settings } = await openGateway(ctx, received.gateway);
    const told = await gateway.translate(ctx, settings, received.body);
    return await inTransaction(ctx, async (tx) => {
      const [event] = await tx.db
        .select()
        .from(gatewayEvents)
        .where(eq(gatewayEvents.id, input.eventId))
        .for("update");
      if (!event) throw notFound("gateway_event", input.eventId);
      if (isDone(event)) return standing(event);
      if (told.kind === "ignored") {
        return finish(tx, event.id, { status: "ignored", outcome: told.reason, paymentId: null });
      }
      if (isTestPayment(told.paymentId)) {
        const outcome = `test_${told.kind}`;
        return finish(tx, event.id, { status: "ignored", outcome, paymentId: null });
      }
      const payment = await findPayment(tx, event.gateway, told);
      if (!payment) throw new UnknownPaymentError(told.externalId);
      const outcome = await applyEvent(tx, payment.id, told);
      return finish(tx, event.id, { status: "processed", outcome, paymentId: payment.id });
    });
  } catch (error) {
    return recordFailure(ctx, input.eventId, error);
  }
}

const isDone = ({ status }: { status: string }): boolean =>
  status === "processed" || status === "ignored";

const standing = ({ status, outcome }: Processed): Processed => ({ status, outcome });

/** Paid for something nobody here knows: kept and shown, never thrown away. */
class UnknownPaymentError extends Error {
  constructor(externalId: string) {
    super(`no payment ${externalId.slice(0, 80)} is known here`);
  }
}

async function finish(
  ctx: Ctx,
  eventId: string,
  result: { status: "processed" | "ignored"; outcome: string; paymentId: string | null },
): Promise<Processed> {
  await ctx.db
    .update(gatewayEvents)
    .set({
      ...result,
      attempts: sql`${gatewayEvents.attempts} + 1`,
      lastError: null,
      processedAt: ctx.clock(),
    })
    .where(eq(gatewayEvents.id, eventId));
  return result;
}

async function recordFailure(ctx: Ctx, eventId: string, error: unknown): Promise<Processed> {
  const message = errorText(error);
  const [row] = await ctx.db
    .update(gatewayEvents)
    .set({
      attempts: sql`${gatewayEvents.attempts} + 1`,
      status: sql`case when ${gatewayEvents.attempts} + 1 >= ${MAX_ATTEMPTS} then 'dead' else 'failed' end`,
      lastError: message,
    })
    .where(
      and(
        eq(gatewayEvents.id, eventId),
        inArray(gatewayEvents.status, ["received", "failed", "dead"]),
      ),
    )
    .returning({ status: gatewayEvents.status, gateway: gatewayEvents.gateway });
  if (row?.status !== "dead") throw error;
  await raiseAlert(ctx, {
    kind: error instanceof UnknownPaymentError ? "payment_unknown" : "gateway_event_dead",
    key: eventId,
    severity: "critical",
    details: { gateway: row.gateway, error: message.slice(0, 200) },
    href: "/admin/payments/events",
  });
  return { status: "dead", outcome: null };
}

/** An operator has a failed event tried again from the start. */
export async function replayGatewayEvent(
  ctx: Ctx,
  input: z.input<typeof gatewayEventInput>,
): Promise<void> {
  requirePermission(ctx, "payments.replay");
  const { eventId } = parseInput(gatewayEventInput, input);
  await inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .update(gatewayEvents)
      .set({ status: "received", attempts: 0 })
      .where(and(eq(gatewayEvents.id, eventId), inArray(gatewayEvents.status, ["failed", "dead"])))
      .returning({ id: gatewayEvents.id });
    if (!row) throw notFound("gateway_event", eventId);
    await recordAudit(tx, {
      action: "payments.replayEvent",
      subject: { type: "gateway_event", id: eventId },
    });
    for (const kind of ["gateway_event_dead", "payment_unknown"] as const) {
      await resolveAlert(tx, { kind, key: eventId });
    }
    await emit(tx, gatewayEventReceived.create({ eventId }));
  });
}

/** Stored events whose job never came: the net under the outbox. */
export async function listStrandedEvents(ctx: Ctx): Promise<string[]> {
  const rows = await ctx.db
    .select({ id: gatewayEvents.id })
    .from(gatewayEvents)
    .where(
      and(
        inArray(gatewayEvents.status, ["received", "failed"]),
        lt(gatewayEvents.receivedAt, new Date(ctx.clock().getTime() - 120_000)),
      ),
    )
    .orderBy(asc(gatewayEvents.receivedAt))
    .limit(200);
  return rows.map((row) => row.id);
}
