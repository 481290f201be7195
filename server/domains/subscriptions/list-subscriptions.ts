import { and, asc, desc, eq, gt, inArray, lt, lte, or, type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import { customers } from "@/db/schema/customers";
import { subscriptions } from "@/db/schema/subscriptions";
import { type Ctx, requirePermission } from "@/server/core/context";
import { parseInput } from "@/server/core/parse";
import { personName } from "@/server/rules/person-name";
import { listSubscriptionsInput, type SubscriptionListRow } from "./schemas";

/** The operator's list: filtered, sorted and paged by key on the server. */
export async function listSubscriptions(
  ctx: Ctx,
  input: z.input<typeof listSubscriptionsInput>,
): Promise<{ rows: SubscriptionListRow[]; nextCursor: string | null }> {
  requirePermission(ctx, "subscriptions.read");
  const query = parseInput(listSubscriptionsInput, input);
  const key = query.sort === "expires" ? subscriptions.expiresAt : subscriptions.createdAt;
  const order = query.dir === "asc" ? asc : desc;
  const found = await ctx.db
    .select({
      id: subscriptions.id,
      customerId: subscriptions.customerId,
      customer: customers,
      customerUsername: customers.username,
      planId: subscriptions.planId,
      plan: subscriptions.plan,
      status: subscriptions.status,
      origin: subscriptions.origin,
      panelUsername: subscriptions.panelUsername,
      expiresAt: subscriptions.expiresAt,
      usedTrafficBytes: subscriptions.usedTrafficBytes,
      trafficLimitBytes: subscriptions.trafficLimitBytes,
      onlineAt: subscriptions.onlineAt,
      behind: sql<boolean>`${subscriptions.observedRevision} < ${subscriptions.desiredRevision}`,
      provisioning: subscriptions.provisioning,
      createdAt: subscriptions.createdAt,
    })
    .from(subscriptions)
    .innerJoin(customers, eq(customers.id, subscriptions.customerId))
    .where(and(await chosen(ctx, query), after(query)))
    .orderBy(order(key), order(subscriptions.id))
    .limit(query.limit + 1);
  const rows = found.slice(0, query.limit).map(({ plan, customer, ...row }) => ({
    ...row,
    customerName: personName(customer),
    planName: plan.name,
  }));
  const last = found.length > query.limit ? rows.at(-1) : undefined;
  const at = query.sort === "expires" ? last?.expiresAt : last?.createdAt;
  return { rows, nextCursor: last && at ? `${at.toISOString()}_${last.id}` : null };
}

type Filters = Pick<
  z.output<typeof listSubscriptionsInput>,
  "status" | "planId" | "behind" | "expiresBefore" | "q"
>;

const chosen = async (ctx: Ctx, query: Filters): Promise<SQL | undefined> =>
  and(
    query.status.length > 0 ? inArray(subscriptions.status, query.status) : undefined,
    query.planId ? eq(subscriptions.planId, query.planId) : undefined,
    query.behind ? lt(subscriptions.observedRevision, subscriptions.desiredRevision) : undefined,
    query.expiresBefore ? lte(subscriptions.expiresAt, query.expiresBefore) : undefined,
    await matches(ctx, query.q),
  );

/** The ids of everything that the list's filters leave, as a query to go on with. */
export async function subscriptionsMatching(
  ctx: Ctx,
  input: z.input<typeof listSubscriptionsInput>,
): Promise<SQL> {
  requirePermission(ctx, "subscriptions.read");
  const filters = await chosen(ctx, parseInput(listSubscriptionsInput, input));
  return sql`select ${subscriptions.id} as id from ${subscriptions} where ${filters ?? sql`true`}`;
}

function after(query: z.output<typeof listSubscriptionsInput>): SQL | undefined {
  const [, time, id] = /^([^_]+)_(.+)$/.exec(query.cursor ?? "") ?? [];
  const at = new Date(time ?? Number.NaN);
  if (!id || Number.isNaN(at.getTime())) return undefined;
  const key = query.sort === "expires" ? subscriptions.expiresAt : subscriptions.createdAt;
  const beyond = query.dir === "asc" ? gt : lt;
  return or(beyond(key, at), and(eq(key, at), beyond(subscriptions.id, id)));
}

/** A name that more people have is no way to find one of them. */
const MOST_PEOPLE = 500;

/** People are looked up first, so that the list of subscriptions needs its own indexes only. */
async function matches(ctx: Ctx, q: string): Promise<SQL | undefined> {
  if (q === "") return undefined;
  const prefix = `${q
    .replace(/^@/, "")
    .toLowerCase()
    .replace(/[\\%_]/g, "\\$&")}%`;
  const people = await ctx.db
    .select({ id: customers.id })
    .from(customers)
    .where(
      or(
        sql`lower(${customers.username}) like ${prefix}`,
        sql`lower(${customers.firstName}) like ${prefix}`,
        sql`lower(${customers.lastName}) like ${prefix}`,
        eq(customers.email, q.toLowerCase()),
        ...(/^\d{1,18}$/.test(q) ? [eq(customers.telegramId, BigInt(q))] : []),
      ),
    )
    .limit(MOST_PEOPLE);
  return or(
    eq(subscriptions.id, q),
    eq(subscriptions.panelUsername, q),
    eq(subscriptions.panelShortUuid, q),
    ...(people.length > 0
      ? [
          inArray(
            subscriptions.customerId,
            people.map(({ id }) => id),
          ),
        ]
      : []),
  );
}
