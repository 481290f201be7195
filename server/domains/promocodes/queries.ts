import { and, eq, ilike, or, type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import { promoCodes } from "@/db/schema/promocodes";
import { type Ctx, requirePermission } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { isInstant } from "@/server/core/is-instant";
import { parseInput } from "@/server/core/parse";
import { type Money, money } from "@/server/rules/money";
import type { PromoState } from "@/server/rules/promocode";
import { getCodeRow } from "./internal";
import { listPromoCodesInput, type PromoCodeRow, type PromoFigures } from "./schemas";
import { toView } from "./views";

/** The rule `promoState` in the database's words, so that lists can filter by it. */
const stateIs = (state: PromoState, now: Date): SQL => {
  const at = sql`${now.toISOString()}::timestamptz`;
  const { archivedAt, validUntil, validFrom, maxUses, uses } = promoCodes;
  return sql`case
    when ${archivedAt} is not null then 'archived'
    when ${validUntil} <= ${at} then 'expired'
    when ${uses} >= ${maxUses} then 'used_up'
    when ${validFrom} > ${at} then 'scheduled'
    else 'active' end = ${state}`;
};

type Filters = Pick<z.output<typeof listPromoCodesInput>, "q" | "state" | "batch">;

const chosen = ({ q, state, batch }: Filters, now: Date): SQL | undefined => {
  const part = `%${q.replace(/[\\%_]/g, "\\$&")}%`;
  return and(
    q ? or(ilike(promoCodes.code, part), ilike(promoCodes.note, part)) : undefined,
    batch ? eq(promoCodes.batch, batch) : undefined,
    state.length > 0 ? or(...state.map((one) => stateIs(one, now))) : undefined,
  );
};

/** The ids of all codes that the list's filters leave, as a query to go on with. */
export function promoCodesMatching(ctx: Ctx, input: z.input<typeof listPromoCodesInput>): SQL {
  requirePermission(ctx, "promocodes.read");
  const filters = chosen(parseInput(listPromoCodesInput, input), ctx.clock());
  return sql`select ${promoCodes.id} as id from ${promoCodes} where ${filters ?? sql`true`}`;
}

/** Codes by the time they were made, page by page, with what each brought in; the cursor is opaque. */
export async function listPromoCodes(
  ctx: Ctx,
  input: z.input<typeof listPromoCodesInput>,
): Promise<{ rows: PromoCodeRow[]; nextCursor: string | null }> {
  requirePermission(ctx, "promocodes.read");
  const { dir, cursor, limit, ...filters } = parseInput(listPromoCodesInput, input);
  const now = ctx.clock();
  const order = sql.raw(dir);
  const rows = await ctx.db
    .select()
    .from(promoCodes)
    .where(
      and(
        chosen(filters, now),
        cursor ? beyond(sql`(${promoCodes.createdAt}, ${promoCodes.id})`, dir, cursor) : undefined,
      ),
    )
    .orderBy(sql`${promoCodes.createdAt} ${order}`, sql`${promoCodes.id} ${order}`)
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  const figures = await figuresOf(
    ctx,
    page.map(({ id }) => id),
  );
  const last = page.at(-1);
  return {
    rows: page.map((row) => ({ ...toView(row, now), ...(figures.get(row.id) ?? NOTHING) })),
    nextCursor: rows.length > limit && last ? `${last.createdAt.toISOString()}|${last.id}` : null,
  };
}

export async function getPromoCode(
  ctx: Ctx,
  input: { promoCodeId: string },
): Promise<PromoCodeRow> {
  requirePermission(ctx, "promocodes.read");
  const row = await getCodeRow(ctx, input.promoCodeId);
  const figures = await figuresOf(ctx, [row.id]);
  return { ...toView(row, ctx.clock()), ...(figures.get(row.id) ?? NOTHING) };
}

/** Rows after the cursor's one in a list ordered by an instant and an id. */
export function beyond(columns: SQL, dir: "asc" | "desc", cursor: string): SQL {
  const [at = "", id = ""] = cursor.split("|");
  if (!isInstant(at) || !id) {
    throw new AppError("validation", "invalid_cursor", "cursor: not one that a list gave out");
  }
  return sql`${columns} ${sql.raw(dir === "desc" ? "<" : ">")} (${at}::timestamptz, ${id})`;
}

const NOTHING: PromoFigures = { reserved: 0, consumed: 0, honoured: 0, revenue: [], discount: [] };

/** Uses by status, and of orders paid with the code what came in and what was taken off. */
async function figuresOf(ctx: Ctx, ids: string[]): Promise<Map<string, PromoFigures>> {
  if (ids.length === 0) return new Map();
  type Row = {
    id: string;
    status: "reserved" | "consumed" | "honoured";
    currency: string | null;
    uses: number;
    revenue: string;
    discount: string;
  };
  const rows = await ctx.db.execute<Row>(sql`
    select r.promo_code_id as id, r.status, r.currency, count(*)::int as uses,
      coalesce(sum(o.kept), 0)::text as revenue, sum(r.discount)::text as discount
    from promo_redemptions r left join lateral (
      -- offset 0 keeps the planner from reading all orders of the shop for those of one page of codes
      select total + credit - refunded - refunded_credit as kept from orders where id = r.order_id offset 0
    ) o on true
    where r.promo_code_id in ${ids} and r.status <> 'released'
    group by 1, 2, 3 order by 3`);
  const figures = new Map<string, PromoFigures>();
  for (const { id, status, currency, uses, revenue, discount } of rows) {
    const before = figures.get(id) ?? NOTHING;
    const counted = { ...before, [status]: before[status] + uses };
    figures.set(
      id,
      currency === null || status === "reserved"
        ? counted
        : {
            ...counted,
            revenue: plus(before.revenue, money(BigInt(revenue), currency)),
            discount: plus(before.discount, money(BigInt(discount), currency)),
          },
    );
  }
  return figures;
}

const plus = (sums: Money[], { amount, currency }: Money): Money[] => {
  const known = sums.find((sum) => sum.currency === currency);
  return [
    ...sums.filter((sum) => sum !== known),
    { amount: amount + (known?.amount ?? 0n), currency },
  ];
};
