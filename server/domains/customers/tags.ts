import { eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { customers } from "@/db/schema/customers";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { getCustomerRow, lockCustomer } from "./internal";
import { changeTagsInput, MAX_TAGS, renameTagInput, type TagCount } from "./schemas";

/**
 * Puts tags on a person and takes others off; what is there (or not) already is no error.
 *
 * @returns what really changed, so that it can be taken back
 */
export async function changeTags(
  ctx: Ctx,
  input: z.input<typeof changeTagsInput>,
): Promise<{ added: string[]; removed: string[] }> {
  requirePermission(ctx, "customers.write");
  const { customerId, add, remove } = parseInput(changeTagsInput, input);
  return inTransaction(ctx, async (tx) => {
    await lockCustomer(tx, { customerId });
    const { tags: before, erasedAt } = await getCustomerRow(tx, customerId);
    const kept = before.filter((tag) => !remove.includes(tag));
    const tags = [...new Set([...kept, ...add])].sort();
    const added = tags.filter((tag) => !before.includes(tag));
    const removed = before.filter((tag) => !tags.includes(tag));
    if (added.length === 0 && removed.length === 0) return { added, removed };
    if (erasedAt && added.length > 0) {
      throw new AppError(
        "precondition",
        "customer_erased",
        "This person asked to be forgotten: nothing more is written about them.",
      );
    }
    if (added.length > 0 && tags.length > MAX_TAGS) {
      throw new AppError(
        "precondition",
        "too_many_tags",
        `A person has at most ${MAX_TAGS} tags.`,
        {
          max: MAX_TAGS,
        },
      );
    }
    await tx.db.update(customers).set({ tags }).where(eq(customers.id, customerId));
    await recordAudit(tx, {
      action: "customers.changeTags",
      subject: { type: "customer", id: customerId },
      before: { tags: before },
      after: { tags },
    });
    return { added, removed };
  });
}

/** Every tag in use and how many people have it, the most used first. */
export async function listTags(ctx: Ctx): Promise<TagCount[]> {
  requirePermission(ctx, "customers.read");
  // An index holds those people only who have one.
  return ctx.db.execute<TagCount>(sql`
    select tag, count(*)::int as people from ${customers} c, unnest(c.tags) as tag
    where cardinality(c.tags) > 0 group by tag order by people desc, tag limit 500`);
}

/** Another name for a tag, with everybody who has it; into one that exists, the two become one. */
export async function renameTag(
  ctx: Ctx,
  input: z.input<typeof renameTagInput>,
): Promise<{ people: number }> {
  requirePermission(ctx, "customers.write");
  const { from, to } = parseInput(renameTagInput, input);
  return inTransaction(ctx, async (tx) => {
    const changed = await tx.db.execute(sql`
      update customers set tags =
        (select array_agg(distinct case when t = ${from} then ${to}::text else t end) from unnest(tags) t)
      where tags @> array[${from}::text] returning id`);
    await recordAudit(tx, {
      action: "customers.renameTag",
      subject: { type: "tag", id: to },
      before: { tag: from },
      after: { tag: to, people: changed.length },
    });
    return { people: changed.length };
  });
}
