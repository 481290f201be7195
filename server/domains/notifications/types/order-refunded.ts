import { z } from "zod";
import { defineNotification } from "./contract";

export const orderRefunded = defineNotification({
  data: z.object({ orderNumber: z.string(), amount: z.string() }),
  essential: true,
});
