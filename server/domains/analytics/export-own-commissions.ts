import type { Ctx } from "@/server/core/context";
import { listCommissions, ownPartnerId } from "@/server/domains/partners";
import { toDecimal } from "@/server/rules/money";
import { type ExportFile, exportTable } from "./export-report";
import { inDecimals, PAGE, type Report } from "./reports/contract";

const commissions: Report = {
  columns: [
    "date",
    "kind",
    "buyer",
    "level",
    "percent",
    "base",
    "base_currency",
    "amount",
    "currency",
    "reversed",
    "status",
    "payable",
  ],
  async page(ctx, { partnerId }, cursor) {
    const { rows, nextCursor } = await listCommissions(ctx, {
      partnerId: String(partnerId),
      cursor,
      limit: PAGE,
    });
    return {
      nextCursor,
      rows: rows.map((row) => [
        row.createdAt,
        row.kind,
        row.buyer,
        row.level,
        row.rateBp / 100,
        ...inDecimals(row.base),
        ...inDecimals(row.amount),
        toDecimal(row.reversed),
        row.status,
        row.payableAt,
      ]),
    };
  },
};

/**
 * A partner's own commissions, all of them, for their books. Buyers are codes, as on the screen.
 *
 * @throws AppError `not_found partner_none` for who is no partner
 */
export async function exportOwnCommissions(
  ctx: Ctx,
  { customerId }: { customerId: string },
): Promise<ExportFile> {
  const partnerId = await ownPartnerId(ctx, { customerId });
  return exportTable(ctx, {
    name: "commissions",
    report: commissions,
    format: "csv",
    filters: { partnerId },
  });
}
