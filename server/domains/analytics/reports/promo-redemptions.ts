import { listRedemptions } from "@/server/domains/promocodes";
import { listRedemptionsInput } from "@/server/domains/promocodes/schemas";
import { toDecimal } from "@/server/rules/money";
import { PAGE, type Report } from "./contract";

/** Who used which promo code. */
export const promoRedemptions: Report = {
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
    const input = listRedemptionsInput.parse({ ...filters, cursor, limit: PAGE });
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
};
