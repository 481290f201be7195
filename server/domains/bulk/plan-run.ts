import { type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Ctx } from "@/server/core/context";
import { parseInput } from "@/server/core/parse";
import type { BulkAction } from "./contract";
import { actionOf, requireAction } from "./registry";
import type { previewBulkInput } from "./schemas";
import { subjectIds, tableOf } from "./selection";

export type PlannedRun = {
  action: BulkAction;
  /** As the action understands it. */
  input: unknown;
  /** Rows of `id` and `reason`, which is null for whom it will be done to. */
  candidates: SQL;
};

/** What an action would be done to, and to whom not. Nothing is read yet. */
export async function planRun(
  ctx: Ctx,
  asked: z.output<typeof previewBulkInput>,
): Promise<PlannedRun> {
  const action = actionOf(asked.action);
  requireAction(ctx, action);
  const input = parseInput(action.input, asked.input);
  const ids = await subjectIds(ctx, asked.selection, action.subject);
  return { action, input, candidates: candidatesOf(ctx, action, input, ids) };
}

export const candidatesOf = (ctx: Ctx, action: BulkAction, input: unknown, ids: SQL): SQL =>
  sql`select s.id, (${action.skip(input, ctx.clock())})::text as reason
    from ${tableOf(action.subject)} s where s.id in (${ids})`;
