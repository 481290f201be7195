import { sql } from "drizzle-orm";
import { z } from "zod";
import { changeTags } from "@/server/domains/customers";
import { MAX_TAGS, tagName } from "@/server/domains/customers/schemas";
import { bulkAction } from "../contract";

const input = z.object({ tag: tagName });

export const addTag = bulkAction({
  subject: "customer",
  permissions: ["customers.write"],
  input,
  skip: ({ tag }) => sql`case
    when s.erased_at is not null then 'erased'
    when s.tags @> array[${tag}::text] then 'has_tag'
    when cardinality(s.tags) >= ${MAX_TAGS} then 'too_many_tags' end`,
  run: (ctx, { subjectId }, { tag }) => changeTags(ctx, { customerId: subjectId, add: [tag] }),
  undo: { action: "removeTag", input: ({ tag }) => ({ tag }) },
});

export const removeTag = bulkAction({
  subject: "customer",
  permissions: ["customers.write"],
  input,
  skip: ({ tag }) => sql`case when not s.tags @> array[${tag}::text] then 'lacks_tag' end`,
  run: (ctx, { subjectId }, { tag }) => changeTags(ctx, { customerId: subjectId, remove: [tag] }),
  undo: { action: "addTag", input: ({ tag }) => ({ tag }) },
});
