import { count, desc, inArray, isNull, lt } from "drizzle-orm";
import { panelEvents, syncDrift, syncRuns } from "@/db/schema/remnawave";
import { subscriptions } from "@/db/schema/subscriptions";
import { panelStateChanged } from "@/inngest/events";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { emit } from "@/server/core/outbox";
import { readSettings } from "@/server/core/settings";
import { raiseAlert, resolveAlert } from "@/server/domains/monitoring";
import {
  describeOutcome,
  type PanelOutcome,
  type PanelVersion,
} from "@/server/integrations/remnawave";
import type { PanelState } from "./schemas";
import { remnawaveSettings } from "./settings";
import { readSnapshot, writeFailure, writeSnapshot } from "./snapshots";
import { toRun } from "./sync-runs";

/** Remembers whether the panel answers; a change is told to browsers and raises or closes the alert. */
export async function recordReachability(
  ctx: Ctx,
  outcome: PanelOutcome<PanelVersion>,
): Promise<void> {
  const before = await readSnapshot<{ version: string }>(ctx, "connection");
  const wasUp = before !== null && before.failure === null;
  const up = outcome.kind === "ok";
  await inTransaction(ctx, async (tx) => {
    if (outcome.kind === "ok") {
      await writeSnapshot(tx, "connection", { version: outcome.value.text });
      await resolveAlert(tx, { kind: "panel_unreachable", key: "panel" });
    } else {
      const failure = describeOutcome(outcome);
      await writeFailure(tx, "connection", failure, { version: "" });
      if (wasUp || before === null) {
        await raiseAlert(tx, {
          kind: "panel_unreachable",
          key: "panel",
          severity: "critical",
          details: { reason: failure },
          href: "/admin/remnawave",
        });
      }
    }
    if (up !== wasUp || before === null) {
      await emit(tx, panelStateChanged.create({ part: "connection" }));
    }
  });
}

/** The panel's side of the overview: up or down, what waits for it, when it last spoke. */
export async function getPanelState(ctx: Ctx): Promise<PanelState> {
  requirePermission(ctx, "remnawave.read");
  const [settings, snapshot, provisioning, [event], [run], [drift]] = await Promise.all([
    readSettings(ctx, remnawaveSettings),
    readSnapshot<{ version: string }>(ctx, "connection"),
    ctx.db
      .select({ state: subscriptions.provisioning, rows: count() })
      .from(subscriptions)
      .where(lt(subscriptions.observedRevision, subscriptions.desiredRevision))
      .groupBy(subscriptions.provisioning),
    ctx.db
      .select({ at: panelEvents.receivedAt })
      .from(panelEvents)
      .orderBy(desc(panelEvents.receivedAt))
      .limit(1),
    ctx.db
      .select()
      .from(syncRuns)
      .where(inArray(syncRuns.kind, ["periodic", "manual"]))
      .orderBy(desc(syncRuns.startedAt))
      .limit(1),
    ctx.db.select({ rows: count() }).from(syncDrift).where(isNull(syncDrift.repairedAt)),
  ]);
  const rows = (state: string) => provisioning.find((row) => row.state === state)?.rows ?? 0;
  return {
    configured: settings.host !== "" && settings.token !== "",
    up: snapshot && snapshot.failure === null,
    version: snapshot?.value.version || null,
    asOf: snapshot?.value.version ? snapshot.observedAt : null,
    failedAt: snapshot?.failedAt ?? null,
    failure: snapshot?.failure ?? null,
    queued: rows("queued") + rows("idle"),
    waiting: rows("waiting"),
    rejected: rows("rejected"),
    lastEventAt: event?.at ?? null,
    lastSync: run ? toRun(run) : null,
    openDrift: drift?.rows ?? 0,
  };
}
