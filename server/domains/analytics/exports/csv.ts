import { Readable } from "node:stream";
import type { Cell } from "../reports/contract";
import type { Format } from "./contract";

export const csv: Format = {
  contentType: "text/csv; charset=utf-8",
  // Bytes, not strings: a response's body may have nothing else.
  write: (_ctx, { columns, pages }) => Readable.from(lines(columns, pages), { objectMode: false }),
};

async function* lines(columns: string[], pages: AsyncIterable<Cell[][]>): AsyncGenerator<string> {
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
