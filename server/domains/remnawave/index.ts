import type { z } from "zod";
import type { Ctx } from "@/server/core/context";
import type * as s from "./schemas";

/* Signatures first; the verbs follow one by one in files of their own. */
type Sub = { subscriptionId: string };
type Paged<T> = { rows: T[]; nextCursor: string | null };

export declare function provisionSubscription(ctx: Ctx, input: Sub): Promise<s.ProvisionOutcome>;
/** Tries every promise that is behind, while the panel answers. */
export declare function sweepProvisioning(ctx: Ctx): Promise<{ tried: number; done: number }>;
/** Throws `unauthenticated` on a bad signature, `too_large`, `validation`; returns after commit. */
export declare function receivePanelWebhook(
  ctx: Ctx,
  input: { rawBody: Buffer; headers: Headers },
): Promise<{ eventId: string | null; duplicate: boolean }>;
export declare function processPanelEvent(
  ctx: Ctx,
  input: { eventId: string },
): Promise<{ status: string }>;
export declare function replayPanelEvent(
  ctx: Ctx,
  input: z.input<typeof s.panelEventInput>,
): Promise<void>;
export declare function listPanelEvents(
  ctx: Ctx,
  input: z.input<typeof s.listPanelEventsInput>,
): Promise<Paged<s.PanelEventRow>>;
/** A manual run; the one under way when there is one. */
export declare function startSync(ctx: Ctx): Promise<{ runId: string }>;
export declare function runSync(ctx: Ctx, input: { runId: string }): Promise<s.SyncRun>;
/** Stages a dry run; `applyImport` does what it shows. */
export declare function startImport(ctx: Ctx): Promise<{ runId: string }>;
export declare function stageImport(ctx: Ctx, input: { runId: string }): Promise<s.ImportSummary>;
export declare function getImport(
  ctx: Ctx,
  input: { runId: string },
): Promise<{ run: s.SyncRun; summary: s.ImportSummary }>;
export declare function listImportRows(
  ctx: Ctx,
  input: z.input<typeof s.listImportRowsInput>,
): Promise<Paged<s.ImportRow>>;
/** The operator's confirmation: applied by a job. */
export declare function confirmImport(ctx: Ctx, input: { runId: string }): Promise<void>;
export declare function applyImport(ctx: Ctx, input: { runId: string }): Promise<s.ImportSummary>;
export declare function repairDrift(ctx: Ctx, input: Sub): Promise<void>;
export declare function listSyncRuns(
  ctx: Ctx,
  input: z.input<typeof s.listSyncRunsInput>,
): Promise<Paged<s.SyncRun>>;
export declare function getSyncRun(ctx: Ctx, input: { runId: string }): Promise<s.SyncRun>;
export declare function listDrift(
  ctx: Ctx,
  input: z.input<typeof s.listDriftInput>,
): Promise<Paged<s.DriftRow>>;
export declare function diagnoseConnection(ctx: Ctx): Promise<s.Diagnosis>;
export declare function getPanelState(ctx: Ctx): Promise<s.PanelState>;
export declare function listNodes(ctx: Ctx): Promise<s.AsOf<s.PanelNodeView[] | null>>;
export declare function listSquads(
  ctx: Ctx,
): Promise<s.AsOf<{ internal: s.PanelSquadView[]; external: s.PanelSquadView[] } | null>>;
/** Reads nodes, squads and version into snapshots. */
export declare function pollNodes(ctx: Ctx): Promise<{ up: boolean }>;
/** The new link, stored before it is returned. Throws `unavailable` while the panel is away. */
export declare function resetSubscriptionLink(ctx: Ctx, input: Sub): Promise<{ url: string }>;
export declare function listDevices(
  ctx: Ctx,
  input: Sub,
): Promise<s.AsOf<s.PanelDeviceView[] | null>>;
export declare function removeDevice(
  ctx: Ctx,
  input: z.input<typeof s.deviceInput>,
): Promise<s.AsOf<s.PanelDeviceView[] | null>>;
export declare function removeAllDevices(
  ctx: Ctx,
  input: Sub,
): Promise<s.AsOf<s.PanelDeviceView[] | null>>;
export declare function listAccessibleServers(
  ctx: Ctx,
  input: Sub,
): Promise<s.AsOf<s.AccessibleServer[] | null>>;
