import { inngest } from "@/inngest/client";
import { creditChanged } from "@/inngest/events";
import { systemContext } from "@/server/core/context";
import { tellCredit } from "@/server/domains/notifications";

export const tellCreditJob = inngest.createFunction(
  { id: "tell-credit", triggers: [creditChanged] },
  async ({ event, step }) => {
    if (!event.data.told) return;
    await step.run("tell", () => tellCredit(systemContext("tell-credit"), event.data));
  },
);
