import { and, eq, sql } from "drizzle-orm";
import { customers } from "@/db/schema/customers";
import { notifications } from "@/db/schema/notifications";
import type { Ctx } from "@/server/core/context";
import { notFound } from "@/server/core/errors";
import { notificationChannels } from "./channels";
import type { DeliveryOutcome, NotificationChannel } from "./channels/contract";
import { renderNotification } from "./render";
import type { NotificationTypeId } from "./types";

/** Told to the job when the channel asks for patience. */
export type DeliveryResult = DeliveryOutcome | { kind: "already"; status: string };

/**
 * Delivers one notification and records what became of it. A blocked bot is a state of the person, not an
 * error. Throws nothing for the channel's outcomes: `later` is the job's to repeat.
 */
export async function deliverNotification(
  ctx: Ctx,
  input: { notificationId: string },
): Promise<DeliveryResult> {
  const [row] = await ctx.db
    .select()
    .from(notifications)
    .innerJoin(customers, eq(customers.id, notifications.customerId))
    .where(eq(notifications.id, input.notificationId));
  if (!row) throw notFound("notification", input.notificationId);
  const { notifications: notification, customers: recipient } = row;
  if (notification.status !== "queued") return { kind: "already", status: notification.status };

  const channel: NotificationChannel | undefined =
    notificationChannels[notification.channel as keyof typeof notificationChannels];
  const outcome: DeliveryOutcome = !channel?.reaches(recipient)
    ? { kind: "skipped", reason: "this person cannot be reached here" }
    : await channel.deliver(ctx, recipient, {
        id: notification.id,
        ...renderNotification(
          notification.type as NotificationTypeId,
          notification.data,
          recipient.locale,
        ),
      });

  await ctx.db
    .update(notifications)
    .set({
      attempts: sql`${notifications.attempts} + 1`,
      status: outcome.kind === "later" ? "queued" : outcome.kind,
      error: "reason" in outcome ? outcome.reason : null,
      ...(outcome.kind === "sent" && { sentAt: ctx.clock(), externalId: outcome.externalId }),
    })
    .where(and(eq(notifications.id, notification.id), eq(notifications.status, "queued")));
  if (outcome.kind === "blocked") {
    await ctx.db
      .update(customers)
      .set({ botBlockedAt: ctx.clock() })
      .where(eq(customers.id, recipient.id));
  }
  return outcome;
}
