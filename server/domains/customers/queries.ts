import { and, eq, exists, inArray, isNotNull, notExists, or, type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import { customers } from "@/db/schema/customers";
import { orders } from "@/db/schema/orders";
import { subscriptions } from "@/db/schema/subscriptions";
import { type Ctx, requirePermission, requireSelfOr } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { parseInput } from "@/server/core/parse";
import { getCustomerRow, toView } from "./internal";
import { type CustomerListRow, type CustomerView, listCustomersInput } from "./schemas";

export async function getCustomer(ctx: Ctx, input: { customerId: string }): Promise<CustomerView> {
  requireSelfOr(ctx, input.customerId, "customers.read");
  const view = toView(await getCustomerRow(ctx, input.customerId));
  // What operators write to each other about a person is not for that person.
  return ctx.actor.type === "customer" ? { ...view, tags: [] } : view;
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

type Filters = Pick<z.output<typeof listCustomersInput>, "q" | "filter" | "tag">;

const chosen = (ctx: Ctx, { q, filter, tag }: Filters): SQL | undefined =>
  and(
    q ? matches(q) : undefined,
    FILTERS[filter](ctx),
    tag ? sql`${customers.tags} @> array[${tag}::text]` : undefined,
  );

/** The ids of everybody whom the list's filters leave, as a query to go on with. */
export function customersMatching(ctx: Ctx, input: z.input<typeof listCustomersInput>): SQL {
  requirePermission(ctx, "customers.read");
  const filters = chosen(ctx, parseInput(listCustomersInput, input));
  return sql`select ${customers.id} as id from ${customers} where ${filters ?? sql`true`}`;
}

/** Customers by the time they came, page by page; the cursor is opaque. */
export async function listCustomers(
  ctx: Ctx,
  input: z.input<typeof listCustomersInput>,
): Promise<{ rows: CustomerListRow[]; nextCursor: string | null }> {
  requirePermission(ctx, "customers.read");
  const { dir, cursor, limit, ...filters } = parseInput(listCustomersInput, input);
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
        chosen(ctx, filters),
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
