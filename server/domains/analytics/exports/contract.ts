import type { Readable } from "node:stream";
import type { Ctx } from "@/server/core/context";
import type { Cell } from "../reports/contract";

export type Table = { name: string; columns: string[]; pages: AsyncIterable<Cell[][]> };

/** How a table becomes a file: streamed, so that none is ever whole in memory. */
export type Format = { contentType: string; write(ctx: Ctx, table: Table): Readable };
