import { listPartners } from "@/server/domains/partners";
import { listPartnersInput } from "@/server/domains/partners/schemas";
import { toDecimal } from "@/server/rules/money";
import { inDecimals, listed, PAGE, type Report } from "./contract";

/** Partners and what they earned. */
export const partners: Report = {
  columns: [
    "id",
    "customer_id",
    "customer",
    "username",
    "status",
    "level",
    "active_referrals",
    "earned",
    "pending",
    "payable",
    "in_payout",
    "debt",
    "currency",
    "applied",
    "approved",
  ],
  async page(ctx, { status, ...filters }, cursor) {
    const input = listPartnersInput.parse({
      ...filters,
      status: listed(status),
      cursor,
      limit: PAGE,
    });
    const { rows, nextCursor } = await listPartners(ctx, input);
    return {
      nextCursor,
      rows: rows.map(({ balances, ...row }) => [
        row.id,
        row.customerId,
        row.customerName,
        row.customerUsername,
        row.status,
        row.level,
        row.referrals,
        toDecimal(row.earned),
        toDecimal(balances.pending),
        toDecimal(balances.payable),
        toDecimal(balances.inPayout),
        ...inDecimals(balances.debt),
        row.createdAt,
        row.approvedAt,
      ]),
    };
  },
};
