import type { Ctx } from "@/server/core/context";
import { type Money, toDecimal } from "@/server/rules/money";

export type Cell = string | number | Date | null;
export type Page = { rows: Cell[][]; nextCursor: string | null };

/** A list of the dashboard as a table: same filters, same permission, all of its pages. */
export type Report = {
  columns: string[];
  page(ctx: Ctx, filters: Record<string, unknown>, cursor: string | undefined): Promise<Page>;
};

/** Rows a page. */
export const PAGE = 200;

export const inDecimals = (money: Money): [string, string] => [toDecimal(money), money.currency];

/** `a,b` of an address as a list; absent is an empty one. */
export const listed = (value: unknown): string[] =>
  typeof value === "string" && value !== "" ? value.split(",") : [];
