import { listPayoutsForBank } from "@/server/domains/partners";
import { listPayoutsInput, type PayoutDetails } from "@/server/domains/partners/schemas";
import { toDecimal } from "@/server/rules/money";
import { type Cell, inDecimals, listed, PAGE, type Report } from "./contract";

/** For the bank: where to pay is in clear, so it is for those who may pay only. */
export const payouts: Report = {
  columns: [
    "id",
    "status",
    "method",
    "kind",
    "account",
    "holder",
    "bank",
    "net",
    "currency",
    "amount",
    "fee",
    "sent",
    "sent_currency",
    "partner_id",
    "customer",
    "username",
    "reference",
    "requested",
    "approved",
    "ended",
  ],
  async page(ctx, { status, ...filters }, cursor) {
    const input = listPayoutsInput.parse({
      ...filters,
      status: listed(status),
      cursor,
      limit: PAGE,
    });
    const { rows, nextCursor } = await listPayoutsForBank(ctx, input);
    return {
      nextCursor,
      rows: rows.map((row) => [
        row.id,
        row.status,
        row.method,
        ...whereTo(row.details),
        ...inDecimals(row.net),
        toDecimal(row.amount),
        toDecimal(row.fee),
        ...(row.sent ? inDecimals(row.sent) : [null, null]),
        row.partnerId,
        row.customerName,
        row.customerUsername,
        row.reference,
        row.requestedAt,
        row.approvedAt,
        row.endedAt,
      ]),
    };
  },
};

/** Kind, account, holder, bank. A phone's plus is left out: spreadsheets take it for a formula. */
function whereTo(details: PayoutDetails | null): [Cell, Cell, Cell, Cell] {
  if (details?.method === "crypto") return [details.network, details.address, null, null];
  if (details?.method !== "bank_transfer") return [null, null, null, null];
  const { form, account, holder, bank } = details;
  return [form, account.replace(/^\+/, ""), holder, bank];
}
