import { RetryAfterError } from "inngest";
import { inngest } from "@/inngest/client";
import { operatorNews } from "@/inngest/events";
import { systemContext } from "@/server/core/context";
import { tellOperator } from "@/server/domains/team";

export const tellOperatorJob = inngest.createFunction(
  { id: "tell-operator", triggers: [operatorNews], retries: 8 },
  async ({ event, step }) =>
    step.run("tell", async () => {
      const told = await tellOperator(systemContext("tell-operator"), event.data);
      if (told.kind === "later") throw new RetryAfterError(told.reason, told.seconds * 1000);
      return told;
    }),
);
