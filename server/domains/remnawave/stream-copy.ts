import { once } from "node:events";
import type { Writable } from "node:stream";
import type { ReservedSql } from "postgres";
import type { PanelClient, PanelFailure, PanelUser } from "@/server/integrations/remnawave";

/** Columns of the stream as COPY sends them; the names are those of `panel_users`. */
const COLUMNS = {
  panel_id: "bigint",
  uuid: "text",
  short_uuid: "text",
  username: "text",
  status: "text",
  expires_at: "timestamptz(3)",
  traffic_limit_bytes: "bigint",
  traffic_strategy: "text",
  device_limit: "integer",
  internal_squads: "text[]",
  external_squad: "text",
  used_traffic_bytes: "bigint",
  lifetime_traffic_bytes: "bigint",
  online_at: "timestamptz(3)",
  first_connected_at: "timestamptz(3)",
  telegram_id: "bigint",
  email: "text",
  tag: "text",
  description: "text",
  subscription_url: "text",
  panel_created_at: "timestamptz(3)",
  panel_updated_at: "timestamptz(3)",
} as const;

export const STREAM_COLUMNS = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];

export type StreamEnd =
  /** `hasMore: false` was seen: everything the panel has is in `panel_stream`. */
  { kind: "complete"; seen: number } | { kind: "broken"; seen: number; failure: PanelFailure };

/** Streams every panel user into the temporary table `panel_stream` of this connection. */
export async function copyStream(sql: ReservedSql, client: PanelClient): Promise<StreamEnd> {
  await createStreamTable(sql);
  const copy: Writable = await sql
    .unsafe(`copy panel_stream (${STREAM_COLUMNS.join(", ")}) from stdin`)
    .writable();
  const failed = once(copy, "error").then(([error]) => Promise.reject(error));
  failed.catch(() => {});
  let seen = 0;
  let end: StreamEnd | undefined;
  for await (const page of client.streamUsers()) {
    if (page.kind !== "ok") {
      end = { kind: "broken", seen, failure: page };
      break;
    }
    seen += page.value.users.length;
    const rows = page.value.users.map(toCopyLine).join("");
    if (rows !== "" && !copy.write(rows)) await Promise.race([once(copy, "drain"), failed]);
    if (!page.value.hasMore) end = { kind: "complete", seen };
  }
  const finished = once(copy, "finish");
  copy.end();
  await Promise.race([finished, failed]);
  // The server has read the data once the connection answers something else.
  await sql`select 1`;
  return (
    end ?? {
      kind: "broken",
      seen,
      failure: { kind: "unavailable", reason: "undecodable", message: "The stream has no end" },
    }
  );
}

async function createStreamTable(sql: ReservedSql): Promise<void> {
  const columns = Object.entries(COLUMNS).map(([name, type]) => `${name} ${type}`);
  await sql.unsafe("drop table if exists pg_temp.panel_stream");
  await sql.unsafe(`create temporary table panel_stream (${columns.join(", ")})`);
}

/** One row in COPY's text format. Absent and null are both SQL null: a stream always sends every field. */
export function toCopyLine(user: PanelUser): string {
  return `${user.id}\t${text(user.uuid)}\t${text(user.shortUuid)}\t${text(user.username)}\t${
    user.status
  }\t${instant(user.expireAt)}\t${user.trafficLimitBytes}\t${user.trafficLimitStrategy}\t${
    user.hwidDeviceLimit ?? NULL
  }\t${array(user.internalSquads)}\t${text(user.externalSquadUuid)}\t${user.usedTrafficBytes}\t${
    user.lifetimeUsedTrafficBytes
  }\t${instant(user.onlineAt)}\t${instant(user.firstConnectedAt)}\t${user.telegramId ?? NULL}\t${text(
    user.email,
  )}\t${text(user.tag)}\t${text(user.description)}\t${text(user.subscriptionUrl)}\t${instant(
    user.createdAt,
  )}\t${instant(user.updatedAt)}\n`;
}

const NULL = "\\N";
const SPECIAL = /[\\\t\n\r]/g;
const ESCAPES: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

function text(value: string | null | undefined): string {
  if (value === null || value === undefined) return NULL;
  // PostgreSQL has no NUL in text.
  return value.replace(SPECIAL, (special) => ESCAPES[special] ?? special).replaceAll("\u0000", "");
}

const instant = (value: Date | null | undefined): string => value?.toISOString() ?? NULL;

/** Sorted, so that the panel's own order is no change. */
function array(values: string[]): string {
  const quoted = [...values].sort().map((value) => `"${value.replace(/["\\]/g, "\\$&")}"`);
  return text(`{${quoted.join(",")}}`);
}
