import { inngest } from "@/inngest/client";
import { rewardChanged } from "@/inngest/events";
import { systemContext } from "@/server/core/context";
import { tellReward } from "@/server/domains/notifications";

export const tellRewardJob = inngest.createFunction(
  { id: "tell-reward", triggers: [rewardChanged] },
  async ({ event, step }) =>
    step.run("tell", () => tellReward(systemContext("tell-reward"), event.data)),
);
