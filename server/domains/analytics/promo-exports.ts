import { listPromoCodes, listRedemptions } from "@/server/domains/promocodes";
import { listPromoCodesInput, listRedemptionsInput } from "@/server/domains/promocodes/schemas";
import { type Money, toDecimal } from "@/server/rules/money";
import type { Report } from "./exports";

const limit = 200;

/** `500.00 RUB; 5.00 USD`: sums of several currencies in one cell. */
const sums = (amounts: Money[]): string =>
  amounts.map((money) => `${toDecimal(money)} ${money.currency}`).join("; ");

/** Codes and what they did. */
export const promoReports: Record<string, Report> = {
  promocodes: {
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
      const states = typeof state === "string" && state !== "" ? state.split(",") : [];
      const input = listPromoCodesInput.parse({ ...filters, state: states, cursor, limit });
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
  },
  "promo-redemptions": {
    columns: [
      "code",
      "status",
      "customer_id",
      "customer",
      "order",
      "order_id",
      "subscription_id",
      "discount",
      "currency",
      "paid",
      "reserved",
      "consumed",
      "released",
    ],
    async page(ctx, filters, cursor) {
      const input = listRedemptionsInput.parse({ ...filters, cursor, limit });
      const { rows, nextCursor } = await listRedemptions(ctx, input);
      return {
        nextCursor,
        rows: rows.map((row) => [
          row.code,
          row.status,
          row.customerId,
          row.customerName,
          row.orderNumber,
          row.orderId,
          row.subscriptionId,
          row.discount && toDecimal(row.discount),
          row.discount?.currency ?? null,
          row.orderTotal && toDecimal(row.orderTotal),
          row.reservedAt,
          row.consumedAt,
          row.releasedAt,
        ]),
      };
    },
  },
};
