import type { ReservedSql } from "postgres";
import { STREAM_COLUMNS } from "./stream-copy";

const list = (prefix: string, columns: readonly string[] = STREAM_COLUMNS) =>
  columns.map((column) => `${prefix}${column}`).join(", ");

/* Instants go as text: drizzle takes the date serializer off the client they share. */
const DATA = STREAM_COLUMNS.filter((column) => column !== "panel_id");

/**
 * Brings `panel_users` to what was streamed, rewriting only rows that differ. `gone`: whoever is not in a
 * complete stream is marked missing; nothing is deleted. Returns how many rows were written.
 */
export async function mergePanelUsers(
  sql: ReservedSql,
  now: Date,
): Promise<{ changed: number; gone: number }> {
  const merged = await sql.unsafe(
    `merge into panel_users t using panel_stream s on t.panel_id = s.panel_id
     when matched and (t.missing_since is not null
       or (${list("t.", DATA)}) is distinct from (${list("s.", DATA)})) then
       update set ${DATA.map((column) => `${column} = s.${column}`).join(", ")},
         changed_at = $1, missing_since = null
     when not matched then
       insert (${list("")}, changed_at) values (${list("s.")}, $1)`,
    [now.toISOString()],
  );
  const gone = await sql`
    update panel_users t set missing_since = ${now.toISOString()}
    where missing_since is null
      and not exists (select from panel_stream s where s.panel_id = t.panel_id)`;
  return { changed: merged.count + gone.count, gone: gone.count };
}

/** Subscription column ← stream column. */
const OBSERVED = {
  panel_uuid: "uuid",
  panel_short_uuid: "short_uuid",
  panel_username: "username",
  observed_status: "status",
  observed_expires_at: "expires_at",
  observed_traffic_limit_bytes: "traffic_limit_bytes",
  observed_traffic_strategy: "traffic_strategy",
  observed_device_limit: "device_limit",
  observed_internal_squads: "internal_squads",
  observed_external_squad: "external_squad",
  used_traffic_bytes: "used_traffic_bytes",
  lifetime_traffic_bytes: "lifetime_traffic_bytes",
  online_at: "online_at",
  first_connected_at: "first_connected_at",
  subscription_url: "subscription_url",
} as const;

/** What makes the shown status or the card of a subscription another one. */
const NOTABLE = ["observed_status", "subscription_url", "observed_expires_at"] as const;

/**
 * Takes over what was streamed into the subscriptions, for those that changed and were not observed since
 * the stream began. `notable` are those whose status or link may have changed.
 */
export async function observeStream(
  sql: ReservedSql,
  startedAt: Date,
): Promise<{ observed: number; notable: string[] }> {
  const ours = Object.keys(OBSERVED).map((column) => `s.${column}`);
  const theirs = Object.values(OBSERVED).map((column) => `p.${column}`);
  const older = "s.panel_id = p.panel_id and (s.observed_at is null or s.observed_at <= $1)";
  const notable = await sql.unsafe<{ id: string }[]>(
    `select s.id from subscriptions s join panel_stream p on ${older}
     where s.panel_missing_at is not null or ${NOTABLE.map(
       (column) => `s.${column} is distinct from p.${OBSERVED[column]}`,
     ).join(" or ")}`,
    [startedAt.toISOString()],
  );
  const updated = await sql.unsafe(
    `update subscriptions s set ${Object.entries(OBSERVED)
      .map(([column, from]) => `${column} = p.${from}`)
      .join(", ")}, panel_missing_at = null, observed_at = $1
     from panel_stream p
     where ${older} and (s.panel_missing_at is not null
       or (${ours.join(", ")}) is distinct from (${theirs.join(", ")}))`,
    [startedAt.toISOString()],
  );
  return { observed: updated.count, notable: notable.map(({ id }) => id) };
}

/** Subscriptions whose panel user was not streamed: each is asked for by name before it counts as gone. */
export async function unseenSubscriptions(
  sql: ReservedSql,
  startedAt: Date,
  limit: number,
): Promise<{ id: string; panelId: bigint; panelUuid: string | null }[]> {
  const rows = await sql<{ id: string; panel_id: string; panel_uuid: string | null }[]>`
    select id, panel_id, panel_uuid from subscriptions s
    where panel_id is not null and panel_missing_at is null
      and (observed_at is null or observed_at <= ${startedAt.toISOString()})
      and not exists (select from panel_stream p where p.panel_id = s.panel_id)
    order by id limit ${limit}`;
  return rows.map((row) => ({
    id: row.id,
    panelId: BigInt(row.panel_id),
    panelUuid: row.panel_uuid,
  }));
}
