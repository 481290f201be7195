import { sql } from "drizzle-orm";
import {
  bigserial,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type {
  ImportDecision,
  PanelUserStatus,
  SyncKind,
  SyncStatus,
  TrafficStrategy,
} from "../enums";
import { failureText, instant, int8 } from "./columns";

/** Inbox of panel webhooks, deduplicated by signature. Secrets of the body are not kept. */
export const panelEvents = pgTable(
  "panel_events",
  {
    id: text("id").primaryKey(),
    signature: text("signature").notNull(),
    scope: text("scope").notNull(),
    event: text("event").notNull(),
    /** The panel's own time of the event. */
    occurredAt: instant("occurred_at").notNull(),
    /** Keys only: panel id, username, hwid, node uuid, threshold … */
    data: jsonb("data").$type<Record<string, unknown>>().notNull(),
    status: text("status")
      .$type<"received" | "processed" | "ignored" | "failed" | "dead">()
      .notNull()
      .default("received"),
    attempts: integer("attempts").notNull().default(0),
    lastError: failureText("last_error"),
    receivedAt: instant("received_at").notNull().defaultNow(),
    processedAt: instant("processed_at"),
  },
  (t) => [
    uniqueIndex("panel_events_signature_key").on(t.signature),
    index("panel_events_received_idx").on(t.receivedAt),
    index("panel_events_username_idx").on(sql`(data ->> 'username')`, t.occurredAt),
    index("panel_events_open_idx").on(t.receivedAt).where(sql`status in ('received', 'failed')`),
  ],
);

/** Everything the panel has, as last streamed. Written only by set-based merge and by single refetches. */
export const panelUsers = pgTable(
  "panel_users",
  {
    panelId: int8("panel_id").primaryKey(),
    uuid: text("uuid"),
    shortUuid: text("short_uuid").notNull(),
    username: text("username").notNull(),
    status: text("status").$type<PanelUserStatus>().notNull(),
    expiresAt: instant("expires_at").notNull(),
    trafficLimitBytes: int8("traffic_limit_bytes").notNull(),
    trafficStrategy: text("traffic_strategy").$type<TrafficStrategy>().notNull(),
    deviceLimit: integer("device_limit"),
    internalSquads: text("internal_squads").array().notNull(),
    externalSquad: text("external_squad"),
    usedTrafficBytes: int8("used_traffic_bytes").notNull(),
    lifetimeTrafficBytes: int8("lifetime_traffic_bytes").notNull(),
    onlineAt: instant("online_at"),
    firstConnectedAt: instant("first_connected_at"),
    telegramId: int8("telegram_id"),
    email: text("email"),
    tag: text("tag"),
    description: text("description"),
    subscriptionUrl: text("subscription_url").notNull(),
    panelCreatedAt: instant("panel_created_at"),
    panelUpdatedAt: instant("panel_updated_at"),
    /** When this row last changed here. */
    changedAt: instant("changed_at").notNull(),
    /** No longer in a complete stream since then. */
    missingSince: instant("missing_since"),
  },
  (t) => [
    index("panel_users_username_idx").on(t.username),
    index("panel_users_telegram_idx").on(t.telegramId),
  ],
);

export const syncRuns = pgTable(
  "sync_runs",
  {
    id: text("id").primaryKey(),
    kind: text("kind").$type<SyncKind>().notNull(),
    status: text("status").$type<SyncStatus>().notNull().default("running"),
    startedAt: instant("started_at").notNull(),
    finishedAt: instant("finished_at"),
    seen: integer("seen").notNull().default(0),
    changed: integer("changed").notNull().default(0),
    drifted: integer("drifted").notNull().default(0),
    repaired: integer("repaired").notNull().default(0),
    failed: integer("failed").notNull().default(0),
    missing: integer("missing").notNull().default(0),
    panelVersion: text("panel_version"),
    /** Stream position, so that an interrupted import goes on. */
    cursor: text("cursor"),
    error: failureText("error"),
    startedBy: text("started_by").notNull(),
  },
  (t) => [index("sync_runs_started_idx").on(t.startedAt)],
);

/** Field by field, what the panel had other than promised. */
export const syncDrift = pgTable(
  "sync_drift",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    runId: text("run_id").notNull(),
    subscriptionId: text("subscription_id").notNull(),
    field: text("field").notNull(),
    promised: text("promised"),
    observed: text("observed"),
    detectedAt: instant("detected_at").notNull(),
    repairedAt: instant("repaired_at"),
  },
  (t) => [
    index("sync_drift_run_idx").on(t.runId),
    index("sync_drift_subscription_idx").on(t.subscriptionId),
    uniqueIndex("sync_drift_open_key")
      .on(t.subscriptionId, t.field)
      .where(sql`repaired_at is null`),
    index("sync_drift_open_idx").on(t.detectedAt).where(sql`repaired_at is null`),
  ],
);

/** Staged decisions of an import: the dry run that an operator confirms. */
export const importRows = pgTable(
  "import_rows",
  {
    runId: text("run_id").notNull(),
    panelId: int8("panel_id").notNull(),
    decision: text("decision").$type<ImportDecision>().notNull(),
    reason: text("reason").notNull(),
    customerId: text("customer_id"),
    subscriptionId: text("subscription_id"),
    appliedAt: instant("applied_at"),
  },
  (t) => [
    primaryKey({ columns: [t.runId, t.panelId] }),
    index("import_rows_decision_idx").on(t.runId, t.decision),
  ],
);

/** Last known answers of the panel, by what they answer: `connection`, `nodes`, `squads`, `stats`. */
export const panelSnapshots = pgTable("panel_snapshots", {
  id: text("id").primaryKey(),
  value: jsonb("value").$type<unknown>().notNull(),
  observedAt: instant("observed_at").notNull(),
  /** The last attempt, when it failed: the value above is then the last good one. */
  failedAt: instant("failed_at"),
  failure: text("failure"),
});
