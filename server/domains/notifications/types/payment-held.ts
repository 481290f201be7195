import { z } from "zod";
import { defineNotification } from "./contract";

/** Money arrived that does not match the order; a person will look at it. */
export const paymentHeld = defineNotification({
  data: z.object({ orderNumber: z.string() }),
  essential: true,
  buttons: () => [{ key: "support", callback: "paysupport" }],
});
