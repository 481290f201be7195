import { eq } from "drizzle-orm";
import { panelEvents } from "@/db/schema/remnawave";
import { panelEventReceived } from "@/inngest/events";
import { requestAddress } from "@/server/core/client-address";
import { type Ctx, inTransaction } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { countForgery } from "@/server/core/forgeries";
import { newId } from "@/server/core/ids";
import { emit } from "@/server/core/outbox";
import { readSettings } from "@/server/core/settings";
import { raiseAlert } from "@/server/domains/monitoring";
import {
  type PanelWebhook,
  parsePanelWebhook,
  verifyPanelSignature,
} from "@/server/integrations/remnawave";
import { isStale } from "@/server/rules/panel-events";
import { remnawaveSettings } from "./settings";

/** The largest captured event has 3 kB; a torrent report may have some hundred. */
export const WEBHOOK_MAX_BYTES = 512 * 1024;

/**
 * Takes a webhook of the panel in. Nothing is believed without the signature of exactly these bytes, and a
 * missing secret refuses everything. Returns after commit: the panel repeats what is not acknowledged for
 * fifteen seconds and then never again. A repeated delivery finds its row.
 */
export async function receivePanelWebhook(
  ctx: Ctx,
  input: { rawBody: Buffer; headers: Headers },
): Promise<{ eventId: string | null; duplicate: boolean }> {
  if (input.rawBody.length > WEBHOOK_MAX_BYTES) {
    throw new AppError("too_large", "body_too_large", "A webhook has at most 512 kB.");
  }
  const { webhookSecret } = await readSettings(ctx, remnawaveSettings);
  const signature = input.headers.get("x-remnawave-signature") ?? "";
  if (!verifyPanelSignature(webhookSecret, input.rawBody, signature)) {
    await countForgery(ctx, requestAddress(input.headers));
    await reportRefused(ctx, webhookSecret === "" ? "no_secret" : "bad_signature");
    throw new AppError("unauthenticated", "bad_signature", "The signature is not the panel's.");
  }
  const webhook = parsePanelWebhook(input.rawBody);
  if (!webhook) throw new AppError("validation", "not_a_panel_event", "This is no panel event.");

  return inTransaction(ctx, async (tx) => {
    const eventId = newId("panelEvent");
    const stale = isStale(webhook.timestamp, tx.clock());
    const [row] = await tx.db
      .insert(panelEvents)
      .values({
        id: eventId,
        signature,
        scope: webhook.scope,
        event: webhook.event,
        occurredAt: webhook.timestamp,
        receivedAt: tx.clock(),
        data: keysOf(webhook),
        ...(stale ? { status: "ignored" as const, lastError: "stale" } : {}),
      })
      .onConflictDoNothing({ target: panelEvents.signature })
      .returning({ id: panelEvents.id });
    if (!row) return { eventId: await findEvent(tx, signature), duplicate: true };
    if (!stale) await emit(tx, panelEventReceived.create({ eventId }));
    return { eventId, duplicate: false };
  });
}

async function findEvent(ctx: Ctx, signature: string): Promise<string | null> {
  const [row] = await ctx.db
    .select({ id: panelEvents.id })
    .from(panelEvents)
    .where(eq(panelEvents.signature, signature));
  return row?.id ?? null;
}

/** What is needed to look again, and to show: names, never contents. */
function keysOf(webhook: PanelWebhook): Record<string, unknown> {
  const { data, meta, user, device, node } = webhook;
  const reported = typeof data.user === "object" && data.user !== null ? data.user : data;
  const id = user ? String(user.id) : idOf(reported);
  const keys = {
    panelId: webhook.scope.startsWith("user") ? id : undefined,
    username: user?.username,
    hwid: device?.hwid,
    platform: device?.platform,
    nodeUuid: node?.uuid,
    nodeName: node?.name ?? data.nodeName,
    threshold: user?.lastTriggeredThreshold || undefined,
    ...meta,
  };
  return Object.fromEntries(Object.entries(keys).filter(([, value]) => value !== undefined));
}

function idOf(value: object): string | undefined {
  const id = "id" in value ? value.id : undefined;
  return typeof id === "number" || typeof id === "string" ? String(id) : undefined;
}

let lastReport = 0;
/** A wrong secret must be seen, but a flood of forgeries must not become a flood of writes. */
async function reportRefused(ctx: Ctx, reason: string): Promise<void> {
  const now = ctx.clock().getTime();
  if (Math.abs(now - lastReport) < 2_000) return;
  lastReport = now;
  await raiseAlert(ctx, {
    kind: "panel_webhook_refused",
    key: reason,
    severity: "warning",
    details: { reason },
    href: "/admin/remnawave",
  });
}
