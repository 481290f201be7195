import { listPayments } from "@/server/domains/payments";
import { listPaymentsInput } from "@/server/domains/payments/schemas";
import { toDecimal } from "@/server/rules/money";
import { inDecimals, listed, PAGE, type Report } from "./contract";

/** Payments at every gateway. */
export const payments: Report = {
  columns: [
    "id",
    "order",
    "customer_id",
    "customer",
    "gateway",
    "external_id",
    "status",
    "amount",
    "currency",
    "refunded",
    "created",
    "settled",
  ],
  async page(ctx, { status, ...filters }, cursor) {
    const input = listPaymentsInput.parse({
      ...filters,
      status: listed(status),
      cursor,
      limit: PAGE,
    });
    const { rows, nextCursor } = await listPayments(ctx, input);
    return {
      nextCursor,
      rows: rows.map((row) => [
        row.id,
        row.orderNumber,
        row.customerId,
        row.customerName,
        row.gateway,
        row.externalId,
        row.status,
        ...inDecimals(row.money),
        toDecimal({ ...row.money, amount: row.refunded }),
        row.createdAt,
        row.settledAt,
      ]),
    };
  },
};
