import { and, eq, inArray, lt } from "drizzle-orm";
import { panelEvents } from "@/db/schema/remnawave";
import { subscriptions } from "@/db/schema/subscriptions";
import type { Ctx } from "@/server/core/context";
import { notFound } from "@/server/core/errors";
import { errorText } from "@/server/core/redact";
import { raiseAlert, resolveAlert } from "@/server/domains/monitoring";
import { applyObservation, markPanelMissing } from "@/server/domains/subscriptions";
import { subjectOf } from "@/server/rules/panel-events";
import { refreshDevices } from "./devices";
import { panelValue, requirePanel, toObservation } from "./panel";
import { pollNodes } from "./poll-nodes";

const MAX_ATTEMPTS = 8;
type Event = typeof panelEvents.$inferSelect;
type Status = "processed" | "ignored";

/**
 * Acts on a stored webhook: a hint to look again, never a statement to believe. Throws when the panel
 * cannot be asked, so that the job tries again; after eight tries the event is given up and listed.
 */
export async function processPanelEvent(
  ctx: Ctx,
  input: { eventId: string },
): Promise<{ status: string }> {
  const byId = eq(panelEvents.id, input.eventId);
  const [event] = await ctx.db.select().from(panelEvents).where(byId);
  if (!event) throw notFound("panel_event", input.eventId);
  if (event.status !== "received" && event.status !== "failed") return { status: event.status };
  const attempts = event.attempts + 1;
  try {
    const status = await act(ctx, event);
    await ctx.db
      .update(panelEvents)
      .set({ status, attempts, lastError: null, processedAt: ctx.clock() })
      .where(byId);
    return { status };
  } catch (error) {
    const status = attempts >= MAX_ATTEMPTS ? "dead" : "failed";
    const lastError = errorText(error, 500);
    await ctx.db.update(panelEvents).set({ status, attempts, lastError }).where(byId);
    if (status === "failed") throw error;
    return { status };
  }
}

/** Events whose job was lost or gave up, for another try. */
export async function listOpenEvents(ctx: Ctx): Promise<string[]> {
  const before = new Date(ctx.clock().getTime() - 60_000);
  const rows = await ctx.db
    .select({ id: panelEvents.id })
    .from(panelEvents)
    .where(
      and(inArray(panelEvents.status, ["received", "failed"]), lt(panelEvents.receivedAt, before)),
    )
    .orderBy(panelEvents.receivedAt)
    .limit(500);
  return rows.map(({ id }) => id);
}

function act(ctx: Ctx, event: Event): Promise<Status> | Status {
  switch (subjectOf(event.scope)) {
    case "user":
      return lookAtUser(ctx, event);
    case "devices":
      return lookAtDevices(ctx, event);
    case "nodes":
      return lookAtNodes(ctx, event);
    case "service":
      return event.event === "service.panel_started" ? lookAtNodes(ctx, event) : "processed";
    case "notice":
      return tellOperator(ctx, event);
    case "unknown":
      return "ignored";
  }
}

/** By panel id; an index makes it a point read however many there are. */
async function findSubscription(ctx: Ctx, event: Event) {
  const panelId = String(event.data.panelId ?? "");
  if (!/^\d{1,18}$/.test(panelId)) return null;
  const [row] = await ctx.db
    .select({
      id: subscriptions.id,
      panelId: subscriptions.panelId,
      panelUuid: subscriptions.panelUuid,
    })
    .from(subscriptions)
    .where(eq(subscriptions.panelId, BigInt(panelId)));
  return row?.panelId ? { id: row.id, key: { id: row.panelId, uuid: row.panelUuid } } : null;
}

async function lookAtUser(ctx: Ctx, event: Event): Promise<Status> {
  const subscription = await findSubscription(ctx, event);
  // Somebody else's, or ours whose create is still under way: its delivery reads it back.
  if (!subscription) return "ignored";
  const client = await requirePanel(ctx);
  const at = ctx.clock();
  const outcome = await client.getUser(subscription.key);
  const common = { subscriptionId: subscription.id, at, source: event.event };
  if (outcome.kind === "not_found") {
    await markPanelMissing(ctx, common);
    return "processed";
  }
  const user = panelValue(outcome);
  await applyObservation(ctx, { ...common, observation: toObservation(user) });
  return "processed";
}

async function lookAtDevices(ctx: Ctx, event: Event): Promise<Status> {
  const subscription = await findSubscription(ctx, event);
  if (!subscription) return "ignored";
  await refreshDevices(ctx, subscription);
  return "processed";
}

async function lookAtNodes(ctx: Ctx, event: Event): Promise<Status> {
  const node = String(event.data.nodeUuid ?? "");
  const alert = { kind: "node_down", key: node } as const;
  if (event.event === "node.connection_lost") {
    await raiseAlert(ctx, {
      ...alert,
      severity: "critical",
      details: { node: String(event.data.nodeName ?? node) },
      href: "/admin/nodes",
    });
  } else if (node) {
    const well = /\.(connection_restored|disabled|deleted)$/.test(event.event);
    if (well) await resolveAlert(ctx, alert);
  }
  await pollNodes(ctx);
  return "processed";
}

/** Money due for a server, a torrent report, a limit of the panel: nothing to repair, somebody to tell. */
async function tellOperator(ctx: Ctx, event: Event): Promise<Status> {
  await raiseAlert(ctx, {
    kind: "panel_notice",
    key: event.event,
    severity: event.scope === "errors" ? "warning" : "info",
    details: { event: event.event, node: String(event.data.nodeName ?? "") },
    href: "/admin/remnawave",
  });
  return "processed";
}
