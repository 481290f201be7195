import { listRewards } from "@/server/domains/referrals";
import { listRewardsInput } from "@/server/domains/referrals/schemas";
import { toDecimal } from "@/server/rules/money";
import { listed, PAGE, type Report } from "./contract";

/** Rewards of referrals and what became of them. */
export const rewards: Report = {
  columns: [
    "id",
    "referrer_id",
    "referrer",
    "friend_id",
    "friend",
    "order_id",
    "kind",
    "status",
    "days",
    "amount",
    "currency",
    "reversed",
    "lost",
    "signals",
    "created",
    "granted",
  ],
  async page(ctx, { status, ...filters }, cursor) {
    const input = listRewardsInput.parse({
      ...filters,
      status: listed(status),
      cursor,
      limit: PAGE,
    });
    const { rows, nextCursor } = await listRewards(ctx, input);
    return {
      nextCursor,
      rows: rows.map((row) => [
        row.id,
        row.customerId,
        row.customerName,
        row.refereeId,
        row.refereeName,
        row.orderId,
        row.kind,
        row.status,
        row.days,
        row.amount && toDecimal(row.amount),
        row.amount?.currency ?? null,
        row.amount && toDecimal({ amount: row.reversed, currency: row.amount.currency }),
        row.amount && toDecimal({ amount: row.lost, currency: row.amount.currency }),
        row.signals.join(" "),
        row.createdAt,
        row.grantedAt,
      ]),
    };
  },
};
