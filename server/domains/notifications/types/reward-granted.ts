import { z } from "zod";
import { defineNotification } from "./contract";

/** Free days for inviting somebody; credit has a message of its own. */
export const rewardGranted = defineNotification({
  data: z.object({ plan: z.string(), days: z.number().int() }),
  essential: false,
  buttons: () => [{ key: "friends", miniAppPath: "/miniapp/profile/invite" }],
});
