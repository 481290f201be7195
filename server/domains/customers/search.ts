import { eq, or, sql } from "drizzle-orm";
import type { z } from "zod";
import { customers } from "@/db/schema/customers";
import { orders } from "@/db/schema/orders";
import { payments } from "@/db/schema/payments";
import { subscriptions } from "@/db/schema/subscriptions";
import { type Ctx, may, requirePermission } from "@/server/core/context";
import { parseInput } from "@/server/core/parse";
import { personName } from "@/server/rules/person-name";
import { matches } from "./queries";
import { type SearchHit, searchInput } from "./schemas";
import { searchMore } from "./search-more";

const MOST = 8;
/**
 * Has a trigram of its own. Shorter texts have none, nor have other letters than these in a database of the C
 * locale, as the embedded one is: they are looked for at the beginnings of names only.
 */
const HAS_TRIGRAM = /[a-z0-9]{3}/;

/** As the index `customers_words_idx` has it, letter for letter. */
const WORDS = sql`lower(coalesce(${customers.username}, '') || ' ' || ${customers.firstName} || ' ' || ${customers.lastName} || ' ' || coalesce(${customers.email}, ''))`;

/** Whether this database may have pg_trgm; asked once a process. */
let inside: Promise<boolean> | undefined;
const looksInside = (ctx: Ctx): Promise<boolean> => {
  inside ??= ctx.db
    .execute(sql`select to_regclass('customers_words_idx') is not null as yes`)
    .then((rows) => rows[0]?.yes === true);
  return inside;
};

/** By what identifies a person or begins their names; when that is few, by what is inside of them too. */
async function findPeople(ctx: Ctx, q: string) {
  const exact = await ctx.db.select().from(customers).where(matches(q)).limit(MOST);
  const text = q.replace(/^@/, "").toLowerCase();
  if (exact.length === MOST || !HAS_TRIGRAM.test(text) || !(await looksInside(ctx))) {
    return exact;
  }
  const anywhere = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  // Behind a fence: with the limit in sight the planner hopes to find eight by reading everybody.
  const found = sql`(with found as materialized (
      select id from customers where ${WORDS} like ${anywhere}
    ) select id from found limit ${MOST})`;
  const more = await ctx.db.select().from(customers).where(sql`${customers.id} in ${found}`);
  const known = new Set(exact.map(({ id }) => id));
  return [...exact, ...more.filter(({ id }) => !known.has(id))].slice(0, MOST);
}

/**
 * Whatever somebody typed: a name or a part of it, an e-mail, any id of ours, the panel's or a provider's. Only
 * of what whoever asks may see.
 */
export async function searchEverything(
  ctx: Ctx,
  input: z.input<typeof searchInput>,
): Promise<SearchHit[]> {
  requirePermission(ctx, "customers.read");
  const { q } = parseInput(searchInput, input);
  const asked = findPeople(ctx, q);
  const [people, bought, paid, subscribed, more] = await Promise.all([
    asked,
    may(ctx, "orders.read") ? findOrders(ctx, q) : [],
    may(ctx, "orders.read") ? findPayments(ctx, q) : [],
    may(ctx, "subscriptions.read") ? findSubscriptions(ctx, q) : [],
    asked.then((all) =>
      searchMore(
        ctx,
        q,
        all.map(({ id }) => id),
      ),
    ),
  ]);
  const hits: SearchHit[] = [
    ...people.map((row) => ({
      kind: "customer" as const,
      id: row.id,
      title: personName(row) || row.id,
      detail: row.username
        ? `@${row.username}`
        : ((row.email === personName(row) ? null : row.email) ?? String(row.telegramId ?? "")),
    })),
    ...bought.map(({ id, number, status }) => ({
      kind: "order" as const,
      id,
      title: `#${number}`,
      detail: status,
    })),
    ...paid.map(({ id, gateway, externalId, status }) => ({
      kind: "payment" as const,
      id,
      title: externalId ?? id,
      detail: `${gateway} · ${status}`,
    })),
    ...subscribed.map(({ id, panelUsername, status }) => ({
      kind: "subscription" as const,
      id,
      title: panelUsername,
      detail: status,
    })),
    ...more,
  ];
  const isExact = ({ id, title, detail }: SearchHit): boolean =>
    [id, title, detail, detail.replace(/^@/, "")].some(
      (text) => text.toLowerCase() === q.toLowerCase(),
    );
  return [...hits.filter(isExact), ...hits.filter((hit) => !isExact(hit))];
}

function findOrders(ctx: Ctx, q: string) {
  const number = /^#?(\d{1,9})$/.exec(q)?.[1];
  return ctx.db
    .select({ id: orders.id, number: orders.number, status: orders.status })
    .from(orders)
    .where(or(eq(orders.id, q), number ? eq(orders.number, Number(number)) : undefined))
    .limit(MOST);
}

const findPayments = (ctx: Ctx, q: string) =>
  ctx.db
    .select({
      id: payments.id,
      gateway: payments.gateway,
      externalId: payments.externalId,
      status: payments.status,
    })
    .from(payments)
    .where(or(eq(payments.id, q), eq(payments.externalId, q)))
    .limit(MOST);

function findSubscriptions(ctx: Ctx, q: string) {
  const prefix = `${q.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;
  return ctx.db
    .select({
      id: subscriptions.id,
      panelUsername: subscriptions.panelUsername,
      status: subscriptions.status,
    })
    .from(subscriptions)
    .where(
      or(
        eq(subscriptions.id, q),
        eq(subscriptions.panelShortUuid, q),
        sql`${subscriptions.panelUsername} like ${prefix}`,
      ),
    )
    .limit(MOST);
}
