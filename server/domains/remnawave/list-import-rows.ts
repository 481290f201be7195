import { and, asc, eq, gt } from "drizzle-orm";
import type { z } from "zod";
import { importRows, panelUsers } from "@/db/schema/remnawave";
import { type Ctx, requirePermission } from "@/server/core/context";
import { parseInput } from "@/server/core/parse";
import { type ImportRow, listImportRowsInput } from "./schemas";

/** The dry run, row by row. */
export async function listImportRows(
  ctx: Ctx,
  input: z.input<typeof listImportRowsInput>,
): Promise<{ rows: ImportRow[]; nextCursor: string | null }> {
  requirePermission(ctx, "remnawave.read");
  const { runId, decision, cursor, limit } = parseInput(listImportRowsInput, input);
  const found = await ctx.db
    .select({ row: importRows, user: panelUsers })
    .from(importRows)
    .innerJoin(panelUsers, eq(panelUsers.panelId, importRows.panelId))
    .where(
      and(
        eq(importRows.runId, runId),
        decision ? eq(importRows.decision, decision) : undefined,
        /^\d{1,18}$/.test(cursor ?? "") ? gt(importRows.panelId, BigInt(cursor ?? 0)) : undefined,
      ),
    )
    .orderBy(asc(importRows.panelId))
    .limit(limit + 1);
  const rows = found.slice(0, limit).map(({ row, user }) => ({
    panelId: String(row.panelId),
    username: user.username,
    telegramId: user.telegramId === null ? null : String(user.telegramId),
    email: user.email,
    status: user.status,
    expiresAt: user.expiresAt,
    decision: row.decision,
    reason: row.reason,
    customerId: row.customerId,
    subscriptionId: row.subscriptionId,
    appliedAt: row.appliedAt,
  }));
  return { rows, nextCursor: found.length > limit ? (rows.at(-1)?.panelId ?? null) : null };
}
