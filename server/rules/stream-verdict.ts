/**
 * Whether a stream that ended may be believed. An empty or short answer was once taken for the truth and
 * expired everybody. Null: it may.
 */
export function streamVerdict(stream: {
  /** Users streamed. */
  seen: number;
  /** Users the last believed stream had, or subscriptions linked to one. */
  known: number;
  /** How many the panel says it has; null when it did not say. */
  total: number | null;
}): { code: "empty" | "short" | "mismatch"; message: string } | null {
  const { seen, known, total } = stream;
  if (seen === 0 && (known > 0 || (total ?? 0) > 0)) {
    return { code: "empty", message: `No user came, ${Math.max(known, total ?? 0)} are known` };
  }
  if (seen < known / 2) {
    return { code: "short", message: `Only ${seen} of ${known} known users came` };
  }
  // People buy while a stream runs: a small difference is normal.
  if (total !== null && Math.abs(seen - total) > 25 + total / 50) {
    return { code: "mismatch", message: `${seen} users came, the panel says it has ${total}` };
  }
  return null;
}
