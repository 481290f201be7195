import { type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import { type Ctx, may, requirePermission } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { isInstant } from "@/server/core/is-instant";
import { parseInput } from "@/server/core/parse";
import { TIMELINE_KINDS, type TimelineItem, type TimelineKind, timelineInput } from "./schemas";
import { NEEDS, SOURCES } from "./timeline-sources";

type Row = Omit<TimelineItem, "at"> & { at: string };

/**
 * All that happened around a person, newest first and page by page, in one statement: each kind of thing is read
 * by an index on whose it is, and they are put in order together. Kinds that whoever asks may not see are left out.
 */
export async function customerTimeline(
  ctx: Ctx,
  input: z.input<typeof timelineInput>,
): Promise<{ rows: TimelineItem[]; nextCursor: string | null }> {
  requirePermission(ctx, "customers.read");
  const { customerId, kinds, cursor, limit } = parseInput(timelineInput, input);
  const from = cursor ? readCursor(cursor) : null;
  const before = from
    ? sql`where at <= ${from.at}::timestamptz and (at, key) < (${from.at}::timestamptz, ${from.key})`
    : sql``;
  const wanted = TIMELINE_KINDS.filter(
    (kind) => (kinds.length === 0 || kinds.includes(kind)) && may(ctx, NEEDS[kind]),
  );
  if (wanted.length === 0) return { rows: [], nextCursor: null };
  const branches = wanted.flatMap((kind) => branchesOf(ctx, kind, customerId));
  const pages = branches.map(
    ({ kind, source }) => sql`(select ${kind}::text as kind, * from (${source}) source
      ${before} order by at desc, key desc limit ${limit + 1})`,
  );
  const found = await ctx.db.execute<Row>(sql`
    select to_char(t.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, t.kind, t.key, t.code,
      t.subject_type as "subjectType", t.subject_id as "subjectId", t.who, a.name as "whoName", t.details
    from (select * from (${sql.join(pages, sql` union all `)}) pages
      order by at desc, key desc limit ${limit + 1}) t
    left join admins a on a.id = t.who
    order by t.at desc, t.key desc`);
  const rows = found.slice(0, limit).map((row) => ({ ...row, at: new Date(row.at) }));
  const last = rows.at(-1);
  return {
    rows,
    nextCursor: found.length > limit && last ? `${last.at.toISOString()}|${last.key}` : null,
  };
}

const branchesOf = (
  ctx: Ctx,
  kind: TimelineKind,
  customerId: string,
): { kind: TimelineKind; source: SQL }[] =>
  SOURCES[kind](customerId, (permission) => may(ctx, permission)).map((source) => ({
    kind,
    source,
  }));

function readCursor(cursor: string): { at: string; key: string } {
  const [, at, key] = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)\|(.+)$/.exec(cursor) ?? [];
  if (!at || !key || !isInstant(at)) {
    throw new AppError("validation", "invalid_cursor", "cursor: not one that a list gave out");
  }
  return { at, key };
}
