import { z } from "zod";
import { defineNotification } from "./contract";

/** An operator writes to one customer; the text is theirs. */
export const operatorMessage = defineNotification({
  data: z.object({ message: z.string().min(1).max(3500) }),
  essential: true,
});
