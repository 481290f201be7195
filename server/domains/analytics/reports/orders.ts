import { listOrders } from "@/server/domains/orders";
import { listOrdersInput } from "@/server/domains/orders/schemas";
import { toDecimal } from "@/server/rules/money";
import { inDecimals, listed, PAGE, type Report } from "./contract";

/** Orders and what became of them. */
export const orders: Report = {
  columns: [
    "number",
    "id",
    "customer_id",
    "customer",
    "kind",
    "plan",
    "status",
    "source",
    "gateway",
    "total",
    "currency",
    "refunded",
    "created",
    "paid",
    "fulfilled",
  ],
  async page(ctx, { status, ...filters }, cursor) {
    const input = listOrdersInput.parse({
      ...filters,
      status: listed(status),
      cursor,
      limit: PAGE,
    });
    const { rows, nextCursor } = await listOrders(ctx, input);
    return {
      nextCursor,
      rows: rows.map((row) => [
        row.number,
        row.id,
        row.customerId,
        row.customerName,
        row.kind,
        row.planName?.en ?? null,
        row.status,
        row.source,
        row.gateway,
        ...inDecimals(row.total),
        toDecimal({ ...row.total, amount: row.refunded }),
        row.createdAt,
        row.paidAt,
        row.fulfilledAt,
      ]),
    };
  },
};
