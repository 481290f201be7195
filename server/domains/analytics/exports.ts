import { PassThrough, Readable } from "node:stream";
import ExcelJS from "exceljs";
import type { Ctx } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { listCustomers } from "@/server/domains/customers";
import { listCustomersInput } from "@/server/domains/customers/schemas";
import { listOrders } from "@/server/domains/orders";
import { listOrdersInput } from "@/server/domains/orders/schemas";
import { listPartners, listPayoutsForBank } from "@/server/domains/partners";
import {
  listPartnersInput,
  listPayoutsInput,
  type PayoutDetails,
} from "@/server/domains/partners/schemas";
import { listPayments } from "@/server/domains/payments";
import { listPaymentsInput } from "@/server/domains/payments/schemas";
import { type Money, toDecimal } from "@/server/rules/money";
import { auditReports } from "./audit-export";
import { promoReports } from "./promo-exports";
import { referralReports } from "./referral-exports";

export const EXPORT_FORMATS = ["csv", "xlsx"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

type Cell = string | number | Date | null;
type Page = { rows: Cell[][]; nextCursor: string | null };
/** A list of the dashboard as a table: same filters, same permission, all of its pages. */
export type Report = {
  columns: string[];
  page(ctx: Ctx, filters: Record<string, unknown>, cursor: string | undefined): Promise<Page>;
};

const limit = 200;
/** Enough for any list somebody still reads; more belongs into a report. */
const MAX_ROWS = 100_000;

const asMoney = (money: Money): [string, string] => [toDecimal(money), money.currency];

const reports: Record<string, Report> = {
  ...auditReports,
  ...promoReports,
  ...referralReports,
  customers: {
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
      const input = listCustomersInput.parse({ ...filters, cursor, limit });
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
  },
  orders: {
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
      const input = listOrdersInput.parse({ ...filters, status: list(status), cursor, limit });
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
          ...asMoney(row.total),
          toDecimal({ ...row.total, amount: row.refunded }),
          row.createdAt,
          row.paidAt,
          row.fulfilledAt,
        ]),
      };
    },
  },
  payments: {
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
      const input = listPaymentsInput.parse({ ...filters, status: list(status), cursor, limit });
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
          ...asMoney(row.money),
          toDecimal({ ...row.money, amount: row.refunded }),
          row.createdAt,
          row.settledAt,
        ]),
      };
    },
  },
  partners: {
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
      const input = listPartnersInput.parse({ ...filters, status: list(status), cursor, limit });
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
          ...asMoney(balances.debt),
          row.createdAt,
          row.approvedAt,
        ]),
      };
    },
  },
  /** For the bank: where to pay is in clear, so it is for those who may pay only. */
  payouts: {
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
      const input = listPayoutsInput.parse({ ...filters, status: list(status), cursor, limit });
      const { rows, nextCursor } = await listPayoutsForBank(ctx, input);
      return {
        nextCursor,
        rows: rows.map((row) => [
          row.id,
          row.status,
          row.method,
          ...whereTo(row.details),
          ...asMoney(row.net),
          toDecimal(row.amount),
          toDecimal(row.fee),
          ...(row.sent ? asMoney(row.sent) : [null, null]),
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
  },
};

export const REPORTS = Object.keys(reports);

/** Kind, account, holder, bank. A phone's plus is left out: spreadsheets take it for a formula. */
function whereTo(details: PayoutDetails | null): [Cell, Cell, Cell, Cell] {
  if (details?.method === "crypto") return [details.network, details.address, null, null];
  if (details?.method !== "bank_transfer") return [null, null, null, null];
  const { form, account, holder, bank } = details;
  return [form, account.replace(/^\+/, ""), holder, bank];
}

/** `a,b` as a list; absent is an empty one. */
const list = (value: unknown): string[] =>
  typeof value === "string" && value !== "" ? value.split(",") : [];

/**
 * Streams what a list shows, all its pages, as CSV or Excel. The first page is read before anything is sent, so
 * a wrong filter or a missing permission is still an error and not half a file.
 */
export async function exportReport(
  ctx: Ctx,
  input: { report: string; format: ExportFormat; filters: Record<string, unknown> },
): Promise<{ stream: Readable; contentType: string; filename: string }> {
  const report = Object.hasOwn(reports, input.report) ? reports[input.report] : undefined;
  if (!report) throw new AppError("not_found", "not_found", "There is no such report.");
  const { report: name, filters } = input;
  let first: Page;
  try {
    first = await report.page(ctx, filters, undefined);
  } catch (cause) {
    if (cause instanceof Error && cause.name === "ZodError") {
      throw new AppError("validation", "invalid_input", "A filter is not valid.", {}, { cause });
    }
    throw cause;
  }
  const rows = allRows(ctx, report, filters, first);
  const day = ctx.clock().toISOString().slice(0, 10);
  return input.format === "csv"
    ? {
        // Bytes, not strings: a response's body may have nothing else.
        stream: Readable.from(csv(report.columns, rows), { objectMode: false }),
        contentType: "text/csv; charset=utf-8",
        filename: `${name}-${day}.csv`,
      }
    : {
        stream: xlsx(ctx, name, report.columns, rows),
        contentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        filename: `${name}-${day}.xlsx`,
      };
}

async function* allRows(
  ctx: Ctx,
  report: Report,
  filters: Record<string, unknown>,
  first: Page,
): AsyncGenerator<Cell[][]> {
  let page = first;
  for (let count = page.rows.length; ; count += page.rows.length) {
    yield page.rows;
    if (!page.nextCursor || count >= MAX_ROWS) return;
    page = await report.page(ctx, filters, page.nextCursor);
  }
}

async function* csv(columns: string[], pages: AsyncIterable<Cell[][]>): AsyncGenerator<string> {
  // The mark makes Excel read UTF-8.
  yield `\uFEFF${columns.join(",")}\r\n`;
  for await (const rows of pages) {
    if (rows.length > 0) yield `${rows.map((row) => row.map(csvCell).join(",")).join("\r\n")}\r\n`;
  }
}

/** Quoted where needed. Text that a spreadsheet would run as a formula is disarmed: names are strangers' input. */
export function csvCell(cell: Cell): string {
  if (cell === null) return "";
  if (cell instanceof Date) return cell.toISOString();
  if (typeof cell === "number") return String(cell);
  const text = /^[=+\-@\t\r]/.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function xlsx(
  ctx: Ctx,
  name: string,
  columns: string[],
  pages: AsyncIterable<Cell[][]>,
): PassThrough {
  const stream = new PassThrough();
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream });
  const write = async () => {
    const sheet = workbook.addWorksheet(name, { views: [{ state: "frozen", ySplit: 1 }] });
    sheet.columns = columns.map((header) => ({ header, width: 18 }));
    for await (const rows of pages) {
      for (const row of rows) sheet.addRow(row).commit();
    }
    await workbook.commit();
  };
  write().catch((error: Error) => {
    ctx.log.error({ err: error, report: name }, "an export broke off");
    stream.destroy(error);
  });
  return stream;
}
