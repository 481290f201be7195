import { z } from "zod";
import { defineNotification } from "./contract";

export const creditReceived = defineNotification({
  data: z.object({ amount: z.string(), balance: z.string() }),
  essential: true,
  buttons: () => [{ key: "balance", miniAppPath: "/miniapp/profile/balance" }],
});
