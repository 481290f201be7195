import type { Sql } from "./database";

export type RunStatus = "running" | "completed" | "failed" | "cancelled";

export type RunView = {
  id: string;
  fnId: string;
  status: RunStatus;
  eventName: string;
  createdAt: Date;
  endedAt: Date | null;
  /** Message of the error it failed with. */
  error: string | null;
  /** When its next call is due, while it runs. */
  nextAt: Date | null;
  /** Failed calls of what it is at. */
  attempt: number;
};

/** Runs, newest first; `before` is the id of the last one seen. */
export async function listRuns(
  sql: Sql,
  query: { status?: RunStatus; fnId?: string; before?: string; limit?: number } = {},
): Promise<RunView[]> {
  const { status = null, fnId = null, before = null, limit = 50 } = query;
  const rows = await sql<(Omit<RunView, "error"> & { error: unknown })[]>`
    select r.id, r.fn_id as "fnId", r.status, r.event_name as "eventName",
      r.created_at as "createdAt", r.ended_at as "endedAt",
      case when r.status = 'failed' then r.output end as error,
      j.next_at as "nextAt", coalesce(j.attempt, 0) as attempt
    from executor.run r left join lateral (
      select min(run_at) as next_at, max(attempt) as attempt from executor.job where run_id = r.id
    ) j on true
    where (${status}::text is null or r.status = ${status})
      and (${fnId}::text is null or r.fn_id = ${fnId})
      and (${before}::text is null or r.id < ${before})
    order by r.id desc limit ${Math.min(limit, 500)}`;
  return rows.map((row) => ({ ...row, error: messageOf(row.error) }));
}

function messageOf(error: unknown): string | null {
  if (typeof error !== "object" || error === null) return null;
  return "message" in error ? String(error.message) : JSON.stringify(error);
}

/** How much is due, how much is under way, and for how long the oldest due job has waited. */
export async function queueState(
  sql: Sql,
): Promise<{ due: number; active: number; lagMs: number }> {
  const [row] = await sql<{ due: number; active: number; lag_ms: number | null }[]>`
    select count(*) filter (where run_at <= now() and (lease_until is null or lease_until < now()))::int as due,
      count(*) filter (where lease_until > now())::int as active,
      (extract(epoch from now() - min(run_at) filter (
        where run_at <= now() and (lease_until is null or lease_until < now()))) * 1000)::float8 as lag_ms
    from executor.job where run_at <= now()`;
  return { due: row?.due ?? 0, active: row?.active ?? 0, lagMs: Math.round(row?.lag_ms ?? 0) };
}
