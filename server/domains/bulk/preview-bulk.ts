import { sql } from "drizzle-orm";
import type { z } from "zod";
import type { Ctx } from "@/server/core/context";
import { parseInput } from "@/server/core/parse";
import { planRun } from "./plan-run";
import { BULK_MAX, type BulkPreview, previewBulkInput } from "./schemas";
import { LABELS, tableOf } from "./selection";

const EXAMPLES = 5;

/** To how many an action would be done, to whom for example, and who would be left out and why. Changes nothing. */
export async function previewBulk(
  ctx: Ctx,
  input: z.input<typeof previewBulkInput>,
): Promise<BulkPreview> {
  const { action, candidates } = await planRun(ctx, parseInput(previewBulkInput, input));
  const { subject } = action;
  type Row = { reason: string | null; count: number; examples: string[] };
  const groups = await ctx.db.execute<Row>(sql`
    with c as materialized (${candidates})
    select g.reason, g.count::int as count, array(
      select ${LABELS[subject]} from (
        select id from c where c.reason is not distinct from g.reason order by id limit ${EXAMPLES}
      ) e join ${tableOf(subject)} s on s.id = e.id order by s.id
    ) as examples
    from (select reason, count(*) from c group by reason) g order by g.count desc, g.reason`);
  const ahead = groups.find(({ reason }) => reason === null);
  return {
    eligible: ahead?.count ?? 0,
    examples: ahead?.examples ?? [],
    skipped: groups.flatMap(({ reason, ...group }) =>
      reason === null ? [] : [{ reason, ...group }],
    ),
    max: BULK_MAX,
  };
}
