import { sql } from "drizzle-orm";
import { z } from "zod";
import { sendOperatorMessage } from "@/server/domains/notifications";
import { bulkAction } from "../contract";

/** Whom the bot cannot write to gets a letter, if an address is known. Each message waits in the same queue as every other one, which keeps to Telegram's limits. */
export const message = bulkAction({
  subject: "customer",
  permissions: ["customers.message"],
  fresh: true,
  input: z.object({
    message: z.string().trim().min(1, "write something").max(3500, "at most 3500 characters"),
  }),
  skip: () => sql`case
    when s.erased_at is not null then 'erased'
    when s.email is not null then null
    when s.telegram_id is null then 'no_telegram'
    when s.bot_blocked_at is not null then 'bot_blocked' end`,
  run: (ctx, { subjectId }, input) =>
    sendOperatorMessage(ctx, { customerId: subjectId, message: input.message }),
});
