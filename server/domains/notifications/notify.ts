import { eq } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { customers } from "@/db/schema/customers";
import { notifications } from "@/db/schema/notifications";
import { notificationRequested } from "@/inngest/events";
import type { Ctx } from "@/server/core/context";
import { notFound } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { emit } from "@/server/core/outbox";
import { notificationChannels } from "./channels";
import type { NotificationChannel } from "./channels/contract";
import { type NotificationTypeId, notificationTypes } from "./types";

export type NotifyInput<T extends NotificationTypeId = NotificationTypeId> = {
  [K in T]: {
    customerId: string;
    type: K;
    data: z.input<(typeof notificationTypes)[K]["data"]>;
    /** Same occasion, same key: said once, however often it is asked for. */
    dedupeKey: string;
  };
}[T];

/** Promises a message to a customer, in the caller's transaction. Delivery is a job's work. */
export async function notify(ctx: Ctx<Tx>, input: NotifyInput): Promise<void> {
  const data = notificationTypes[input.type].data.parse(input.data);
  const channels = await channelsFor(ctx, input.customerId);
  const rows = await ctx.db
    .insert(notifications)
    .values(
      channels.map((channel) => ({
        id: newId("notification"),
        customerId: input.customerId,
        type: input.type,
        channel,
        dedupeKey: input.dedupeKey,
        data,
        createdAt: ctx.clock(),
      })),
    )
    .onConflictDoNothing()
    .returning({ id: notifications.id });
  await emit(ctx, ...rows.map(({ id }) => notificationRequested.create({ notificationId: id })));
}

/** Where this person can be reached; where nobody can be, one row says so. */
async function channelsFor(ctx: Ctx<Tx>, customerId: string): Promise<string[]> {
  const [recipient] = await ctx.db.select().from(customers).where(eq(customers.id, customerId));
  if (!recipient) throw notFound("customer", customerId);
  const all: [string, NotificationChannel][] = Object.entries(notificationChannels);
  const open = all.filter(([, channel]) => channel.reaches(recipient)).map(([id]) => id);
  return open.length > 0 ? open : ["telegram"];
}
