import {
  and,
  desc,
  eq,
  exists,
  inArray,
  isNotNull,
  notExists,
  or,
  type SQL,
  sql,
} from "drizzle-orm";
import type { z } from "zod";
import { auditLog } from "@/db/schema/audit";
import { customers } from "@/db/schema/customers";
import { notifications } from "@/db/schema/notifications";
import { orders } from "@/db/schema/orders";
import { subscriptionStatusHistory, subscriptions } from "@/db/schema/subscriptions";
import { type Ctx, requirePermission, requireSelfOr } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { parseInput } from "@/server/core/parse";
import { getCustomerRow, toView } from "./internal";
import {
  type CustomerListRow,
  type CustomerView,
  listCustomersInput,
  type TimelineItem,
} from "./schemas";

export async function getCustomer(ctx: Ctx, input: { customerId: string }): Promise<CustomerView> {
  requireSelfOr(ctx, input.customerId, "customers.read");
  const view = toView(await getCustomerRow(ctx, input.customerId));
  // What operators write to each other about a person is not for that person.
  return ctx.actor.type === "customer" ? { ...view, note: "" } : view;
}

/** Prefix of a name or username, or an exact Telegram id, e-mail, code or id: each served by an index. */
export function matches(q: string): SQL | undefined {
  const text = q.replace(/^@/, "").toLowerCase();
  const prefix = `${text.replace(/[\\%_]/g, "\\$&")}%`;
  return or(
    sql`lower(${customers.username}) like ${prefix}`,
    sql`lower(${customers.firstName}) like ${prefix}`,
    sql`lower(${customers.lastName}) like ${prefix}`,
    eq(customers.id, q),
    eq(customers.email, text),
    eq(customers.referralCode, q.toUpperCase()),
    ...(/^\d{1,18}$/.test(text) ? [eq(customers.telegramId, BigInt(text))] : []),
  );
}

const live = (ctx: Ctx) =>
  ctx.db
    .select({ one: sql`1` })
    .from(subscriptions)
    .where(
      and(
        eq(subscriptions.customerId, customers.id),
        inArray(subscriptions.status, ["trial", "active", "limited"]),
      ),
    );

const FILTERS: Record<
  z.output<typeof listCustomersInput>["filter"],
  (ctx: Ctx) => SQL | undefined
> = {
  all: () => undefined,
  active: (ctx) => exists(live(ctx)),
  without: (ctx) => notExists(live(ctx)),
  blocked: () => isNotNull(customers.botBlockedAt),
  suspended: () => isNotNull(customers.suspendedAt),
};

/** Customers by the time they came, page by page; the cursor is opaque. */
export async function listCustomers(
  ctx: Ctx,
  input: z.input<typeof listCustomersInput>,
): Promise<{ rows: CustomerListRow[]; nextCursor: string | null }> {
  requirePermission(ctx, "customers.read");
  const { q, filter, dir, cursor, limit } = parseInput(listCustomersInput, input);
  const from = cursor ? readCursor(cursor) : null;
  const order = sql.raw(dir);
  const rows = await ctx.db
    .select({
      customer: customers,
      // Drizzle leaves table names out of a selection from one table, so they are written out here.
      liveSubscriptions: sql<number>`(select count(*)::int from ${subscriptions} s where s.customer_id = customers.id and s.status in ('trial', 'active', 'limited'))`,
      orders: sql<number>`(select count(*)::int from ${orders} o where o.customer_id = customers.id and o.paid_at is not null)`,
    })
    .from(customers)
    .where(
      and(
        q ? matches(q) : undefined,
        FILTERS[filter](ctx),
        from
          ? sql`(${customers.createdAt}, ${customers.id}) ${sql.raw(dir === "desc" ? "<" : ">")} (${from.at}::timestamptz, ${from.id})`
          : undefined,
      ),
    )
    .orderBy(sql`${customers.createdAt} ${order}`, sql`${customers.id} ${order}`)
    .limit(limit + 1);
  const page = rows
    .slice(0, limit)
    .map(({ customer, ...counts }) => ({ ...toView(customer), ...counts }));
  const last = page.at(-1);
  return {
    rows: page,
    nextCursor: rows.length > limit && last ? `${last.createdAt.toISOString()}|${last.id}` : null,
  };
}

function readCursor(cursor: string): { at: string; id: string } {
  const [at = "", id = ""] = cursor.split("|");
  if (!/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(at) || !id) {
    throw new AppError("validation", "invalid_cursor", "cursor: not one that a list gave out");
  }
  return { at, id };
}

/** All that happened around a person, newest first: orders, status changes, operators' actions, messages. */
export async function customerTimeline(
  ctx: Ctx,
  input: { customerId: string; limit?: number },
): Promise<TimelineItem[]> {
  requirePermission(ctx, "customers.read");
  const { customerId, limit = 100 } = input;
  const theirs = ctx.db
    .select({ id: subscriptions.id })
    .from(subscriptions)
    .where(eq(subscriptions.customerId, customerId));
  const theirOrders = ctx.db
    .select({ id: orders.id })
    .from(orders)
    .where(eq(orders.customerId, customerId));
  const [bought, changes, actions, messages] = await Promise.all([
    ctx.db
      .select()
      .from(orders)
      .where(eq(orders.customerId, customerId))
      .orderBy(desc(orders.createdAt))
      .limit(limit),
    ctx.db
      .select()
      .from(subscriptionStatusHistory)
      .where(inArray(subscriptionStatusHistory.subscriptionId, theirs))
      .orderBy(desc(subscriptionStatusHistory.at))
      .limit(limit),
    ctx.db
      .select()
      .from(auditLog)
      .where(
        or(
          and(eq(auditLog.subjectType, "customer"), eq(auditLog.subjectId, customerId)),
          and(eq(auditLog.subjectType, "subscription"), inArray(auditLog.subjectId, theirs)),
          and(eq(auditLog.subjectType, "order"), inArray(auditLog.subjectId, theirOrders)),
        ),
      )
      .orderBy(desc(auditLog.at))
      .limit(limit),
    ctx.db
      .select()
      .from(notifications)
      .where(eq(notifications.customerId, customerId))
      .orderBy(desc(notifications.createdAt))
      .limit(limit),
  ]);
  const items: TimelineItem[] = [
    ...bought.map((order) => ({
      at: order.paidAt ?? order.createdAt,
      kind: "order" as const,
      code: order.status,
      subjectType: "order",
      subjectId: order.id,
      who: null,
      details: { number: order.number },
    })),
    ...changes.map((change) => ({
      at: change.at,
      kind: "status" as const,
      code: change.to,
      subjectType: "subscription",
      subjectId: change.subscriptionId,
      who: change.who,
      details: { why: change.why },
    })),
    ...actions.map((action) => ({
      at: action.at,
      kind: "audit" as const,
      code: action.action,
      subjectType: action.subjectType,
      subjectId: action.subjectId,
      who: action.actorId,
      details: {},
    })),
    ...messages.map((message) => ({
      at: message.sentAt ?? message.createdAt,
      kind: "notification" as const,
      code: message.type,
      subjectType: "notification",
      subjectId: message.id,
      who: null,
      details: { status: message.status },
    })),
  ];
  return items.sort((a, b) => b.at.getTime() - a.at.getTime()).slice(0, limit);
}
