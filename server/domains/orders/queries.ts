import { and, desc, eq, gte, inArray, lt, or, type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Locale } from "@/db/enums";
import { customers } from "@/db/schema/customers";
import { orders } from "@/db/schema/orders";
import { payments } from "@/db/schema/payments";
import { type Ctx, requirePermission, requireSelfOr } from "@/server/core/context";
import { notFound } from "@/server/core/errors";
import { parseInput } from "@/server/core/parse";
import { money } from "@/server/rules/money";
import { personName } from "@/server/rules/person-name";
import { getOrderRow, type OrderRow, toView, unpackQuote } from "./internal";
import { listOrdersInput, type OrderDetail, type OrderListRow, type OrderView } from "./schemas";

/** A customer's own orders, newest first; at most 50. */
export async function listCustomerOrders(
  ctx: Ctx,
  input: { customerId: string },
): Promise<OrderView[]> {
  requireSelfOr(ctx, input.customerId, "orders.read");
  const rows = await ctx.db
    .select()
    .from(orders)
    .where(eq(orders.customerId, input.customerId))
    .orderBy(desc(orders.createdAt))
    .limit(50);
  return rows.map(toView);
}

/** People are looked up first, so that the list of orders needs its own indexes only. */
async function matches(ctx: Ctx, q: string): Promise<SQL | undefined> {
  const number = /^#?(\d{1,9})$/.exec(q)?.[1];
  const text = q.replace(/^@/, "").toLowerCase();
  const people = await ctx.db
    .select({ id: customers.id })
    .from(customers)
    .where(
      or(
        eq(customers.id, q),
        sql`lower(${customers.username}) = ${text}`,
        eq(customers.email, text),
        ...(/^\d{5,18}$/.test(text) ? [eq(customers.telegramId, BigInt(text))] : []),
      ),
    )
    .limit(100);
  return or(
    eq(orders.id, q),
    ...(number ? [eq(orders.number, Number(number))] : []),
    ...(people.length > 0
      ? [
          inArray(
            orders.customerId,
            people.map(({ id }) => id),
          ),
        ]
      : []),
  );
}

type Joined = { order: OrderRow; customer: typeof customers.$inferSelect; gateway: string | null };

const toRow = ({ order, customer, gateway }: Joined): OrderListRow => {
  const { plan, addons } = unpackQuote(order.quote);
  return {
    ...toView(order),
    customerName: personName(customer),
    customerUsername: customer.username,
    planName: plan?.name ?? addons[0]?.name ?? null,
    gateway,
  };
};

const joined = {
  order: orders,
  customer: customers,
  gateway: sql<
    string | null
  >`(select p.gateway from ${payments} p where p.order_id = ${orders.id} order by (p.status = 'paid') desc, p.created_at desc limit 1)`,
};

type Filters = Pick<
  z.output<typeof listOrdersInput>,
  "status" | "customerId" | "q" | "from" | "to"
>;

const chosen = async (ctx: Ctx, filters: Filters): Promise<SQL | undefined> => {
  const { status, customerId, q, from, to } = filters;
  return and(
    status.length > 0 ? inArray(orders.status, status) : undefined,
    customerId ? eq(orders.customerId, customerId) : undefined,
    q ? await matches(ctx, q) : undefined,
    from ? gte(orders.createdAt, from) : undefined,
    to ? lt(orders.createdAt, to) : undefined,
  );
};

/** The ids of everything that the list's filters leave, as a query to go on with. */
export async function ordersMatching(
  ctx: Ctx,
  input: z.input<typeof listOrdersInput>,
): Promise<SQL> {
  requirePermission(ctx, "orders.read");
  const filters = await chosen(ctx, parseInput(listOrdersInput, input));
  return sql`select ${orders.id} as id from ${orders} where ${filters ?? sql`true`}`;
}

/** Orders by the time they were made, page by page. The cursor is the last row's number: numbers only grow. */
export async function listOrders(
  ctx: Ctx,
  input: z.input<typeof listOrdersInput>,
): Promise<{ rows: OrderListRow[]; nextCursor: string | null }> {
  requirePermission(ctx, "orders.read");
  const { dir, cursor, limit, ...filters } = parseInput(listOrdersInput, input);
  const after = cursor && /^\d{1,15}$/.test(cursor) ? Number(cursor) : null;
  const rows = await ctx.db
    .select(joined)
    .from(orders)
    .innerJoin(customers, eq(customers.id, orders.customerId))
    .where(
      and(
        await chosen(ctx, filters),
        after === null
          ? undefined
          : sql`${orders.number} ${sql.raw(dir === "desc" ? "<" : ">")} ${after}`,
      ),
    )
    .orderBy(sql`${orders.number} ${sql.raw(dir)}`)
    .limit(limit + 1);
  const page = rows.slice(0, limit).map(toRow);
  return {
    rows: page,
    nextCursor: rows.length > limit ? String(page.at(-1)?.number ?? "") : null,
  };
}

export async function getOrderDetail(ctx: Ctx, input: { orderId: string }): Promise<OrderDetail> {
  requirePermission(ctx, "orders.read");
  const [row] = await ctx.db
    .select(joined)
    .from(orders)
    .innerJoin(customers, eq(customers.id, orders.customerId))
    .where(eq(orders.id, input.orderId));
  if (!row) throw notFound("order", input.orderId);
  const attempts = await ctx.db
    .select()
    .from(payments)
    .where(eq(payments.orderId, input.orderId))
    .orderBy(desc(payments.createdAt));
  return {
    ...toRow(row),
    quote: unpackQuote(row.order.quote),
    payments: attempts.map((payment) => ({
      id: payment.id,
      gateway: payment.gateway,
      status: payment.status,
      amount: money(payment.amount, payment.currency),
      createdAt: payment.createdAt,
      settledAt: payment.settledAt,
    })),
  };
}

const TOPUP_TITLE = { en: "Balance top-up", ru: "Пополнение баланса" };

/** What an order is called on the provider's payment page. */
export async function titleOf(
  ctx: Ctx,
  input: { orderId: string; locale: Locale },
): Promise<string> {
  const { plan, addons } = unpackQuote((await getOrderRow(ctx, input.orderId)).quote);
  return (plan?.name ?? addons[0]?.name ?? TOPUP_TITLE)[input.locale];
}
