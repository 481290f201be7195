import { listPromoCodes } from "@/server/domains/promocodes";
import { listPromoCodesInput } from "@/server/domains/promocodes/schemas";
import { type Money, toDecimal } from "@/server/rules/money";
import { listed, PAGE, type Report } from "./contract";

/** Promo codes and what they brought. */
export const promocodes: Report = {
  columns: [
    "code",
    "kind",
    "percent",
    "amounts",
    "state",
    "uses",
    "max_uses",
    "revenue",
    "discount",
    "valid_from",
    "valid_until",
    "batch",
    "note",
    "created",
  ],
  async page(ctx, { state, ...filters }, cursor) {
    const input = listPromoCodesInput.parse({
      ...filters,
      state: listed(state),
      cursor,
      limit: PAGE,
    });
    const { rows, nextCursor } = await listPromoCodes(ctx, input);
    return {
      nextCursor,
      rows: rows.map((row) => [
        row.code,
        row.kind,
        row.percentBp === null ? null : row.percentBp / 100,
        sums(row.amounts),
        row.state,
        row.uses,
        row.maxUses,
        sums(row.revenue),
        sums(row.discount),
        row.validFrom,
        row.validUntil,
        row.batch,
        row.note,
        row.createdAt,
      ]),
    };
  },
};

/** `500.00 RUB; 5.00 USD`: sums of several currencies in one cell. */
const sums = (amounts: Money[]): string =>
  amounts.map((money) => `${toDecimal(money)} ${money.currency}`).join("; ");
