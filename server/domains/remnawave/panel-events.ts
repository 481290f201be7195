import { and, desc, eq, lt } from "drizzle-orm";
import type { z } from "zod";
import { panelEvents } from "@/db/schema/remnawave";
import { panelEventReceived } from "@/inngest/events";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { notFound } from "@/server/core/errors";
import { emit } from "@/server/core/outbox";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { panelOperation } from "@/server/rules/panel-events";
import { listPanelEventsInput, type PanelEventRow, panelEventInput } from "./schemas";

/** The inbox of panel webhooks, newest first. */
export async function listPanelEvents(
  ctx: Ctx,
  input: z.input<typeof listPanelEventsInput>,
): Promise<{ rows: PanelEventRow[]; nextCursor: string | null }> {
  requirePermission(ctx, "remnawave.read");
  const { status, cursor, limit } = parseInput(listPanelEventsInput, input);
  const found = await ctx.db
    .select()
    .from(panelEvents)
    .where(
      and(
        status ? eq(panelEvents.status, status) : undefined,
        // Ids are TypeIDs: sorted by arrival.
        cursor ? lt(panelEvents.id, cursor) : undefined,
      ),
    )
    .orderBy(desc(panelEvents.id))
    .limit(limit + 1);
  const rows = found.slice(0, limit).map(({ signature: _s, ...event }) => ({
    ...event,
    operation: panelOperation(event.event),
  }));
  return { rows, nextCursor: found.length > limit ? (rows.at(-1)?.id ?? null) : null };
}

/** Takes an event up again that was given up. */
export async function replayPanelEvent(
  ctx: Ctx,
  input: z.input<typeof panelEventInput>,
): Promise<void> {
  requirePermission(ctx, "remnawave.write");
  const { eventId } = parseInput(panelEventInput, input);
  await inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .update(panelEvents)
      .set({ status: "received", attempts: 0, lastError: null })
      .where(eq(panelEvents.id, eventId))
      .returning({ id: panelEvents.id });
    if (!row) throw notFound("panel_event", eventId);
    await recordAudit(tx, {
      action: "remnawave.replayPanelEvent",
      subject: { type: "panel_event", id: eventId },
    });
    await emit(tx, panelEventReceived.create({ eventId }));
  });
}
