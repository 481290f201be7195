import { listCustomers } from "@/server/domains/customers";
import { listCustomersInput } from "@/server/domains/customers/schemas";
import { PAGE, type Report } from "./contract";

/** Everybody who is a customer. */
export const customers: Report = {
  columns: [
    "id",
    "telegram_id",
    "username",
    "name",
    "email",
    "language",
    "live_subscriptions",
    "paid_orders",
    "last_seen",
    "joined",
  ],
  async page(ctx, filters, cursor) {
    const input = listCustomersInput.parse({ ...filters, cursor, limit: PAGE });
    const { rows, nextCursor } = await listCustomers(ctx, input);
    return {
      nextCursor,
      rows: rows.map((row) => [
        row.id,
        row.telegramId?.toString() ?? null,
        row.username,
        [row.firstName, row.lastName].filter(Boolean).join(" "),
        row.email,
        row.locale,
        row.liveSubscriptions,
        row.orders,
        row.lastSeenAt,
        row.createdAt,
      ]),
    };
  },
};
