import { z } from "zod";
import { defineNotification } from "./contract";

/** An operator decided on a partner. */
export const partnerDecided = defineNotification({
  data: z.object({
    status: z.enum(["active", "rejected", "suspended"]),
    reason: z.string(),
  }),
  essential: true,
  buttons: ({ status }) =>
    status === "rejected" ? [] : [{ key: "open", miniAppPath: "/miniapp/profile/partner" }],
});
