import { eq, inArray, or, type SQL, sql } from "drizzle-orm";
import { plans } from "@/db/schema/catalog";
import { customers } from "@/db/schema/customers";
import { partners, payouts } from "@/db/schema/partners";
import { promoCodes } from "@/db/schema/promocodes";
import { admins } from "@/db/schema/team";
import { type Ctx, may } from "@/server/core/context";
import { personName } from "@/server/rules/person-name";
import type { SearchHit } from "./schemas";

const MOST = 5;

const escaped = (q: string): string => q.replace(/[\\%_]/g, "\\$&");

/** What there is little of, or what is looked up by an index: partners, payouts, promo codes, plans, operators. */
export async function searchMore(
  ctx: Ctx,
  q: string,
  people: readonly string[],
): Promise<SearchHit[]> {
  const found = await Promise.all([
    may(ctx, "partners.read") ? findPartners(ctx, q, people) : [],
    may(ctx, "partners.read") ? findPayouts(ctx, q) : [],
    may(ctx, "promocodes.read") ? findPromoCodes(ctx, q) : [],
    may(ctx, "catalog.read") ? findPlans(ctx, q) : [],
    may(ctx, "team.read") ? findOperators(ctx, q) : [],
  ]);
  return found.flat();
}

async function findPartners(ctx: Ctx, q: string, people: readonly string[]): Promise<SearchHit[]> {
  const rows = await ctx.db
    .select({
      id: partners.id,
      status: partners.status,
      firstName: customers.firstName,
      lastName: customers.lastName,
      email: customers.email,
    })
    .from(partners)
    .innerJoin(customers, eq(customers.id, partners.customerId))
    .where(
      or(
        eq(partners.id, q),
        people.length > 0 ? inArray(partners.customerId, [...people]) : undefined,
      ),
    )
    .limit(MOST);
  return rows.map(({ id, status, ...person }) => ({
    kind: "partner",
    id,
    title: personName(person) || id,
    detail: status,
  }));
}

async function findPayouts(ctx: Ctx, q: string): Promise<SearchHit[]> {
  const rows = await ctx.db
    .select({ id: payouts.id, method: payouts.method, status: payouts.status })
    .from(payouts)
    .where(or(eq(payouts.id, q), eq(payouts.reference, q)))
    .limit(MOST);
  return rows.map(({ id, method, status }) => ({
    kind: "payout",
    id,
    title: id,
    detail: `${method} · ${status}`,
  }));
}

async function findPromoCodes(ctx: Ctx, q: string): Promise<SearchHit[]> {
  const rows = await ctx.db
    .select({ id: promoCodes.id, code: promoCodes.code, kind: promoCodes.kind })
    .from(promoCodes)
    .where(or(eq(promoCodes.id, q), sql`${promoCodes.code} like ${`${escaped(q.toUpperCase())}%`}`))
    .orderBy(promoCodes.code)
    .limit(MOST);
  return rows.map(({ id, code, kind }) => ({
    kind: "promoCode",
    id,
    title: code,
    detail: kind,
  }));
}

const has = (text: SQL, q: string): SQL => sql`${text} ilike ${`%${escaped(q)}%`}`;

async function findPlans(ctx: Ctx, q: string): Promise<SearchHit[]> {
  const rows = await ctx.db
    .select({ id: plans.id, name: plans.name })
    .from(plans)
    .where(
      or(eq(plans.id, q), has(sql`${plans.name}->>'en'`, q), has(sql`${plans.name}->>'ru'`, q)),
    )
    .limit(MOST);
  return rows.map(({ id, name }) => ({
    kind: "plan",
    id,
    title: name.en,
    detail: name.ru === name.en ? "" : name.ru,
  }));
}

async function findOperators(ctx: Ctx, q: string): Promise<SearchHit[]> {
  const rows = await ctx.db
    .select({ id: admins.id, name: admins.name, email: admins.email })
    .from(admins)
    .where(or(eq(admins.id, q), has(sql`${admins.name}`, q), has(sql`${admins.email}`, q)))
    .limit(MOST);
  return rows.map(({ id, name, email }) => ({ kind: "operator", id, title: name, detail: email }));
}
