import { listSubscriptions } from "@/server/domains/subscriptions";
import { listSubscriptionsInput } from "@/server/domains/subscriptions/schemas";
import { listed, PAGE, type Report } from "./contract";

/** Subscriptions as the list shows them; traffic in bytes. */
export const subscriptions: Report = {
  columns: [
    "id",
    "customer_id",
    "customer",
    "username",
    "plan",
    "status",
    "origin",
    "panel_username",
    "expires",
    "used_bytes",
    "limit_bytes",
    "online",
    "created",
  ],
  async page(ctx, { status, behind, ...filters }, cursor) {
    const input = listSubscriptionsInput.parse({
      ...filters,
      status: listed(status),
      behind: behind === "true",
      cursor,
      limit: PAGE,
    });
    const { rows, nextCursor } = await listSubscriptions(ctx, input);
    return {
      nextCursor,
      rows: rows.map((row) => [
        row.id,
        row.customerId,
        row.customerName,
        row.customerUsername,
        row.planName.en,
        row.status,
        row.origin,
        row.panelUsername,
        row.expiresAt,
        row.usedTrafficBytes?.toString() ?? null,
        row.trafficLimitBytes.toString(),
        row.onlineAt,
        row.createdAt,
      ]),
    };
  },
};
