import { and, desc, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import { customers } from "@/db/schema/customers";
import { orders } from "@/db/schema/orders";
import { gatewayEvents, payments, refunds, refusedWebhooks } from "@/db/schema/payments";
import { type Ctx, requirePermission } from "@/server/core/context";
import { AppError, notFound } from "@/server/core/errors";
import { parseInput } from "@/server/core/parse";
import { readSettings } from "@/server/core/settings";
import { journalsOf } from "@/server/domains/ledger";
import { money } from "@/server/rules/money";
import { personName } from "@/server/rules/person-name";
import { GATEWAY_IDS, gateways, openGateway } from "./gateways/registry";
import { toView } from "./internal";
import {
  type GatewayEventView,
  listGatewayEventsInput,
  listPaymentsInput,
  type PaymentDetail,
  type PaymentListRow,
} from "./schemas";
import { ordered, paymentSettings } from "./settings";

type Page<T> = { rows: T[]; nextCursor: string | null };

/** Keyset over (time, id); the cursor is opaque to its reader. */
function before(at: SQL | typeof payments.createdAt, id: typeof payments.id, cursor?: string) {
  if (!cursor) return undefined;
  const [time = "", last = ""] = cursor.split("|");
  if (!/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(time) || !last) {
    throw new AppError("validation", "invalid_cursor", "cursor: not one that a list gave out");
  }
  return sql`(${at}, ${id}) < (${time}::timestamptz, ${last})`;
}

/** People and orders are looked up first, so that the list of payments needs its own indexes only. */
async function matches(ctx: Ctx, q: string): Promise<SQL | undefined> {
  const number = /^#?(\d{1,9})$/.exec(q)?.[1];
  const text = q.replace(/^@/, "").toLowerCase();
  const [people, numbered] = await Promise.all([
    ctx.db
      .select({ id: customers.id })
      .from(customers)
      .where(
        or(
          sql`lower(${customers.username}) = ${text}`,
          eq(customers.email, text),
          ...(/^\d{5,18}$/.test(text) ? [eq(customers.telegramId, BigInt(text))] : []),
        ),
      )
      .limit(100),
    number
      ? ctx.db
          .select({ id: orders.id })
          .from(orders)
          .where(eq(orders.number, Number(number)))
      : [],
  ]);
  const ids = (rows: { id: string }[]) => rows.map(({ id }) => id);
  return or(
    eq(payments.id, q),
    eq(payments.externalId, q),
    inArray(payments.orderId, [q, ...ids(numbered)]),
    ...(people.length > 0 ? [inArray(payments.customerId, ids(people))] : []),
  );
}

const columns = {
  payment: payments,
  orderNumber: orders.number,
  firstName: customers.firstName,
  lastName: customers.lastName,
  username: customers.username,
  email: customers.email,
};

type Joined = {
  payment: typeof payments.$inferSelect;
  orderNumber: number;
  firstName: string;
  lastName: string;
  username: string | null;
  email: string | null;
};

const toRow = (row: Joined): PaymentListRow => ({
  ...toView(row.payment),
  orderNumber: row.orderNumber,
  customerName: personName(row),
  customerUsername: row.username,
});

export async function listPayments(
  ctx: Ctx,
  input: z.input<typeof listPaymentsInput>,
): Promise<Page<PaymentListRow>> {
  requirePermission(ctx, "orders.read");
  const { status, gateway, customerId, q, cursor, limit } = parseInput(listPaymentsInput, input);
  const rows = await ctx.db
    .select(columns)
    .from(payments)
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .innerJoin(customers, eq(customers.id, payments.customerId))
    .where(
      and(
        status.length > 0 ? inArray(payments.status, status) : undefined,
        gateway ? eq(payments.gateway, gateway) : undefined,
        customerId ? eq(payments.customerId, customerId) : undefined,
        q ? await matches(ctx, q) : undefined,
        before(payments.createdAt, payments.id, cursor),
      ),
    )
    .orderBy(desc(payments.createdAt), desc(payments.id))
    .limit(limit + 1);
  const page = rows.slice(0, limit).map(toRow);
  const last = page.at(-1);
  return {
    rows: page,
    nextCursor: rows.length > limit && last ? `${last.createdAt.toISOString()}|${last.id}` : null,
  };
}

type EventRow = Omit<typeof gatewayEvents.$inferSelect, "body" | "headers" | "payloadHash">;

const eventColumns = {
  id: gatewayEvents.id,
  gateway: gatewayEvents.gateway,
  status: gatewayEvents.status,
  outcome: gatewayEvents.outcome,
  paymentId: gatewayEvents.paymentId,
  attempts: gatewayEvents.attempts,
  lastError: gatewayEvents.lastError,
  receivedAt: gatewayEvents.receivedAt,
  processedAt: gatewayEvents.processedAt,
} satisfies Record<keyof EventRow, unknown>;

/** The inbox, newest first; `dead` are the dead letters. Bodies stay on the server. */
export async function listGatewayEvents(
  ctx: Ctx,
  input: z.input<typeof listGatewayEventsInput>,
): Promise<Page<GatewayEventView>> {
  requirePermission(ctx, "orders.read");
  const { status, cursor, limit } = parseInput(listGatewayEventsInput, input);
  const rows = await ctx.db
    .select(eventColumns)
    .from(gatewayEvents)
    .where(
      and(
        status ? eq(gatewayEvents.status, status) : undefined,
        cursor ? sql`${gatewayEvents.id} < ${cursor}` : undefined,
      ),
    )
    .orderBy(desc(gatewayEvents.id))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  return { rows: page, nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
}

/** Webhooks refused for a bad signature in the last 30 days, by source. */
export async function listRefusedWebhooks(ctx: Ctx) {
  requirePermission(ctx, "orders.read");
  return ctx.db
    .select()
    .from(refusedWebhooks)
    .where(sql`${refusedWebhooks.day} > current_date - 30`)
    .orderBy(desc(refusedWebhooks.lastAt));
}

/** One payment with everything that led to its state: inbox events, refunds and the books. */
export async function getPaymentDetail(
  ctx: Ctx,
  input: { paymentId: string },
): Promise<PaymentDetail> {
  requirePermission(ctx, "orders.read");
  const [row] = await ctx.db
    .select(columns)
    .from(payments)
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .innerJoin(customers, eq(customers.id, payments.customerId))
    .where(eq(payments.id, input.paymentId));
  if (!row) throw notFound("payment", input.paymentId);
  const [events, back, journals, { gateway }] = await Promise.all([
    ctx.db
      .select(eventColumns)
      .from(gatewayEvents)
      .where(eq(gatewayEvents.paymentId, input.paymentId))
      .orderBy(desc(gatewayEvents.receivedAt)),
    ctx.db
      .select()
      .from(refunds)
      .where(eq(refunds.paymentId, input.paymentId))
      .orderBy(desc(refunds.createdAt)),
    journalsOf(ctx, { referenceType: "payment", referenceIds: [input.paymentId] }),
    openGateway(ctx, row.payment.gateway),
  ]);
  const { payment } = row;
  const left = (payment.receivedAmount ?? 0n) - payment.refunded;
  return {
    ...toRow(row),
    events,
    journals,
    refunds: back.map((refund) => ({
      id: refund.id,
      externalId: refund.externalId,
      money: money(refund.amount, refund.currency),
      status: refund.status,
      reason: refund.reason,
      failureReason: refund.failureReason,
      createdAt: refund.createdAt,
      completedAt: refund.completedAt,
    })),
    canRefund: {
      possible: gateway.refund !== undefined && payment.settledAt !== null && left > 0n,
      partial: gateway.refund?.partial ?? false,
    },
    nextPollAt: payment.nextPollAt,
    pollAttempts: payment.pollAttempts,
  };
}

/** Every gateway there is, switched on or not, in the order customers would see them. */
export async function listGateways(ctx: Ctx) {
  requirePermission(ctx, "orders.read");
  const { order } = await readSettings(ctx, paymentSettings);
  return ordered(GATEWAY_IDS, order).map((id) => {
    const { label, currencies } = gateways[id];
    return { id, label, currencies: [...currencies] as string[] };
  });
}

/** Says whether a gateway answers, in one line fit for an operator. */
export async function testGateway(
  ctx: Ctx,
  input: { gateway: string },
): Promise<{ ok: boolean; message: string }> {
  requirePermission(ctx, "settings.write");
  const { gateway, settings } = await openGateway(ctx, input.gateway);
  return gateway.test(ctx, settings);
}
