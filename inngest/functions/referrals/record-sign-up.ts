import { inngest } from "@/inngest/client";
import { customerCreated } from "@/inngest/events";
import { systemContext } from "@/server/core/context";
import { recordSignUp } from "@/server/domains/referrals";

export const recordSignUpJob = inngest.createFunction(
  { id: "record-sign-up", triggers: [customerCreated] },
  async ({ event, step }) =>
    step.run("record", () => recordSignUp(systemContext("record-sign-up"), event.data)),
);
