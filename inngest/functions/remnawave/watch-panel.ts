import { inngest } from "@/inngest/client";
import { systemContext } from "@/server/core/context";
import { pollNodes, sweepProvisioning } from "@/server/domains/remnawave";

const ROUNDS = [0, 1, 2, 3, 4, 5];

/**
 * Looks after the panel all the time: every ten seconds delivers what is behind (so that an outage ends
 * within seconds of the panel's return), every thirty reads the nodes. A timer ticks once a minute, hence
 * the rounds.
 */
export const watchPanelJob = inngest.createFunction(
  { id: "watch-panel", triggers: [{ cron: "* * * * *" }], concurrency: 1, retries: 0 },
  async ({ step }) => {
    const ctx = systemContext("watch-panel");
    for (const round of ROUNDS) {
      if (round > 0) await step.sleep(`pause-${round}`, "10s");
      await step.run(`sweep-${round}`, async () => {
        try {
          const { up } = await sweepProvisioning(ctx);
          // A panel that is away answers late or never: ask it less, so that the sweeps stay on time.
          if (round % (up ? 3 : ROUNDS.length) === 0) await pollNodes(ctx);
        } catch (error) {
          // The next round must not be lost to this one.
          ctx.log.error({ err: error }, "watching the panel failed");
        }
      });
    }
  },
);
