import { z } from "zod";
import { IMPORT_DECISIONS, type ImportDecision, type SyncKind, type SyncStatus } from "@/db/enums";

export const runInput = z.object({ runId: z.string().min(1).max(64) });
const page = {
  cursor: z.string().max(200).optional(),
  limit: z.number().int().min(1).max(200).default(50),
};
export const listSyncRunsInput = z.object(page);
export const listDriftInput = z.object({
  runId: z.string().max(64).optional(),
  subscriptionId: z.string().max(64).optional(),
  open: z.boolean().default(false),
  ...page,
});
export const repairDriftInput = z.object({ subscriptionId: z.string().min(1).max(64) });
export const listImportRowsInput = z.object({
  runId: z.string().min(1).max(64),
  decision: z.enum(IMPORT_DECISIONS).optional(),
  ...page,
});
export const listPanelEventsInput = z.object({
  status: z.enum(["received", "processed", "ignored", "failed", "dead"]).optional(),
  ...page,
});
export const panelEventInput = z.object({ eventId: z.string().min(1).max(64) });
export const deviceInput = z.object({
  subscriptionId: z.string().min(1).max(64),
  hwid: z.string().min(1).max(64),
});

export type SyncRun = {
  id: string;
  kind: SyncKind;
  status: SyncStatus;
  startedAt: Date;
  finishedAt: Date | null;
  seen: number;
  changed: number;
  drifted: number;
  repaired: number;
  failed: number;
  missing: number;
  panelVersion: string | null;
  /** Why it failed or was refused: `<code>: <text>`. */
  error: string | null;
  startedBy: string;
};

export type DriftRow = {
  id: number;
  runId: string;
  subscriptionId: string;
  panelUsername: string;
  field: string;
  promised: string | null;
  observed: string | null;
  detectedAt: Date;
  repairedAt: Date | null;
};

export type ImportRow = {
  panelId: string;
  username: string;
  telegramId: string | null;
  email: string | null;
  status: string;
  expiresAt: Date;
  decision: ImportDecision;
  /** Stable code: `owned`, `panel_id`, `telegram_id`, `email`, `new_person`, `ambiguous_email` … */
  reason: string;
  customerId: string | null;
  subscriptionId: string | null;
  appliedAt: Date | null;
};

export type ImportSummary = Record<ImportDecision, number> & { applied: number; total: number };

/** `ok` with the answer, or why it failed; later steps are `skipped`. */
export type DiagnosisStep = {
  step: "configured" | "address" | "token" | "version" | "scopes" | "configuration" | "webhooks";
  state: "ok" | "warning" | "failed" | "skipped";
  /** Stable and translatable: `connected`, `name_not_found`, `refused`, `token_refused` … */
  code: string;
  /** English, for the curious; never secrets. */
  message: string;
  details: Record<string, string | number>;
};
export type Diagnosis = { ok: boolean; checkedAt: Date; steps: DiagnosisStep[] };

/** A value of the panel with the moment of the last good answer; `stale` when a later try failed. */
export type AsOf<T> = { value: T; asOf: Date | null; stale: boolean };

export type PanelState = {
  configured: boolean;
  /** null: never asked. */
  up: boolean | null;
  version: string | null;
  asOf: Date | null;
  failedAt: Date | null;
  failure: string | null;
  /** Promises that the panel does not show yet. */
  queued: number;
  waiting: number;
  rejected: number;
  lastEventAt: Date | null;
  lastSync: SyncRun | null;
  openDrift: number;
};

export type PanelNodeView = {
  uuid: string;
  name: string;
  address: string;
  countryCode: string;
  state: "online" | "connecting" | "offline" | "disabled";
  message: string | null;
  usersOnline: number | null;
  /** loadAvg[0] / cpus, 1 is full; the panel knows no CPU percentage. */
  load: number | null;
  cpus: number | null;
  memoryUsed: number | null;
  memoryTotal: number | null;
  uptimeSeconds: number | null;
  xrayUptimeSeconds: number | null;
  rxBytesPerSec: number | null;
  txBytesPerSec: number | null;
  trafficUsedBytes: number | null;
  trafficLimitBytes: number | null;
  versions: { xray: string; node: string } | null;
  tags: string[];
};

export type PanelSquadView = { uuid: string; name: string; members: number | null };

export type PanelDeviceView = {
  hwid: string;
  platform: string | null;
  osVersion: string | null;
  deviceModel: string | null;
  userAgent: string | null;
  addedAt: Date | null;
  lastSeenAt: Date | null;
};

export type AccessibleServer = {
  uuid: string;
  name: string;
  countryCode: string;
  /** null: the node is not in the last list of nodes. */
  online: boolean | null;
  load: number | null;
  usersOnline: number | null;
};

export type PanelEventRow = {
  id: string;
  scope: string;
  event: string;
  /** Which of the five documented operations it is; null for others. */
  operation: string | null;
  occurredAt: Date;
  receivedAt: Date;
  processedAt: Date | null;
  status: "received" | "processed" | "ignored" | "failed" | "dead";
  attempts: number;
  lastError: string | null;
  data: Record<string, unknown>;
};

export type ProvisionOutcome =
  /** The panel shows the promise of `revision`. */
  | { kind: "done"; revision: number }
  /** Nothing to do. */
  | { kind: "current" }
  /** Another process is at it. */
  | { kind: "busy" }
  /** The panel is away; the promise is kept. */
  | { kind: "waiting"; reason: string }
  /** The panel refuses the promise as it stands; an operator was alerted. */
  | { kind: "rejected"; reason: string };
