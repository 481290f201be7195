import { RetryAfterError } from "inngest";
import { inngest } from "@/inngest/client";
import { notificationRequested } from "@/inngest/events";
import { systemContext } from "@/server/core/context";
import { deliverNotification } from "@/server/domains/notifications";

/** Telegram allows about 30 messages a second over all chats and one a second into one chat. */
export const deliverNotificationJob = inngest.createFunction(
  {
    id: "deliver-notification",
    triggers: [notificationRequested],
    throttle: { limit: 25, period: "1s" },
    retries: 12,
  },
  async ({ event, step }) =>
    step.run("deliver", async () => {
      const result = await deliverNotification(systemContext("deliver-notification"), event.data);
      if (result.kind === "later") {
        throw new RetryAfterError(result.reason, result.seconds * 1000);
      }
      return result;
    }),
);
