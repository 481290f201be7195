import { z } from "zod";
import { PAYOUT_STATUSES } from "@/db/enums";
import { defineNotification } from "./contract";

/** Money on its way to a partner: every state is told, with a reason where it ended otherwise than hoped. */
export const payoutChanged = defineNotification({
  data: z.object({
    status: z.enum(PAYOUT_STATUSES),
    amount: z.string(),
    reference: z.string(),
    reason: z.string(),
  }),
  essential: true,
  buttons: () => [{ key: "open", miniAppPath: "/miniapp/profile/partner" }],
});
