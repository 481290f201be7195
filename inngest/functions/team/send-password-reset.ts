import { inngest } from "@/inngest/client";
import { passwordResetAsked } from "@/inngest/events";
import { systemContext } from "@/server/core/context";
import { sendPasswordReset } from "@/server/domains/team";

export const sendPasswordResetJob = inngest.createFunction(
  { id: "send-password-reset", triggers: [passwordResetAsked], retries: 4 },
  async ({ event, step }) =>
    step.run("send", () => sendPasswordReset(systemContext("send-password-reset"), event.data)),
);
