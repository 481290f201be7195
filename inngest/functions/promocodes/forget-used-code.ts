import { inngest } from "@/inngest/client";
import { orderPaid } from "@/inngest/events";
import { systemContext } from "@/server/core/context";
import { forgetUsedCode } from "@/server/domains/promocodes";

export const forgetUsedCodeJob = inngest.createFunction(
  { id: "forget-used-promo-code", triggers: [orderPaid], retries: 5 },
  async ({ event, step }) =>
    step.run("forget", () => forgetUsedCode(systemContext("forget-used-promo-code"), event.data)),
);
