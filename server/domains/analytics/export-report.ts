import type { Readable } from "node:stream";
import type { Ctx } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { type ExportFormat, FORMATS } from "./exports/registry";
import type { Cell, Page, Report } from "./reports/contract";
import { findReport } from "./reports/registry";

/** Enough for any list somebody still reads. */
const MAX_ROWS = 100_000;

export type ExportFile = { stream: Readable; contentType: string; filename: string };

/** What a list shows, all its pages, as CSV or Excel. */
export async function exportReport(
  ctx: Ctx,
  input: { report: string; format: ExportFormat; filters: Record<string, unknown> },
): Promise<ExportFile> {
  const report = findReport(input.report);
  if (!report) throw new AppError("not_found", "not_found", "There is no such report.");
  return exportTable(ctx, { ...input, name: input.report, report });
}

/**
 * Streams a table, all its pages. The first page is read before anything is sent, so a wrong filter or a missing
 * permission is still an error and not half a file.
 */
export async function exportTable(
  ctx: Ctx,
  input: { name: string; report: Report; format: ExportFormat; filters: Record<string, unknown> },
): Promise<ExportFile> {
  const { name, report, filters, format } = input;
  const first = await firstPage(ctx, report, filters);
  const { contentType, write } = FORMATS[format];
  return {
    stream: write(ctx, {
      name,
      columns: report.columns,
      pages: allRows(ctx, report, filters, first),
    }),
    contentType,
    filename: `${name}-${ctx.clock().toISOString().slice(0, 10)}.${format}`,
  };
}

async function firstPage(
  ctx: Ctx,
  report: Report,
  filters: Record<string, unknown>,
): Promise<Page> {
  try {
    return await report.page(ctx, filters, undefined);
  } catch (cause) {
    if (cause instanceof Error && cause.name === "ZodError") {
      throw new AppError("validation", "invalid_input", "A filter is not valid.", {}, { cause });
    }
    throw cause;
  }
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
