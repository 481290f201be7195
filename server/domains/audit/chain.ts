import type { auditLog } from "@/db/schema/audit";
import { sha256Hex } from "@/server/core/crypto";

type Entry = typeof auditLog.$inferSelect;

/** Where the chain begins. */
export const GENESIS = "0".repeat(64);

/** The same text for the same value, in whichever order the database gives its keys. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(",")}}`;
}

/** Stands for what was there before and after, once that itself has been erased too. */
export const hashOfDetails = (before: unknown, after: unknown): string =>
  sha256Hex(canonical([before ?? null, after ?? null]));

/** What an entry's seal is: a hash over the seal before it and everything the entry says. */
export function sealOf(previous: string, entry: Entry): string {
  const { seq, at, actorType, actorId, action, subjectType, subjectId } = entry;
  const { detailsHash, requestId, sessionId, address } = entry;
  return sha256Hex(
    canonical([
      previous,
      seq,
      at.toISOString(),
      [actorType, actorId, action, subjectType, subjectId],
      [detailsHash, requestId, sessionId, address],
    ]),
  );
}
