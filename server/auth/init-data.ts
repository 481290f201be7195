import { validate } from "@tma.js/init-data-node";
import { z } from "zod";
import { AppError } from "@/server/core/errors";

/** initData older than this is refused, as is one from the future beyond clock skew. */
const MAX_AGE_MS = 24 * 3_600_000;
const CLOCK_SKEW_MS = 5 * 60_000;

const userSchema = z.object({
  id: z.number().int().positive(),
  first_name: z.string().max(256).default(""),
  last_name: z.string().max(256).default(""),
  username: z.string().max(64).nullish(),
  language_code: z.string().max(16).nullish(),
});

export type VerifiedInitData = {
  user: z.output<typeof userSchema>;
  /** Payload of the deep link that opened the Mini App. */
  startParam: string | null;
};

/**
 * Believes a Mini App's initData only with the bot's own signature and an age of at most a day.
 *
 * @throws AppError `unauthenticated` with code `init_data_invalid` or `init_data_expired`
 */
export function verifyInitData(raw: string, botToken: string, now: Date): VerifiedInitData {
  try {
    // Age is checked below against the caller's clock.
    validate(raw, botToken, { expiresIn: 0 });
  } catch (cause) {
    throw invalid(cause);
  }
  const fields = new URLSearchParams(raw);
  const age = now.getTime() - Number(fields.get("auth_date")) * 1000;
  if (!(age <= MAX_AGE_MS && age >= -CLOCK_SKEW_MS)) {
    throw new AppError(
      "unauthenticated",
      "init_data_expired",
      "This launch is older than a day. Close the app and open it again from the bot.",
    );
  }
  try {
    const user = userSchema.parse(JSON.parse(fields.get("user") ?? ""));
    return { user, startParam: fields.get("start_param") };
  } catch (cause) {
    throw invalid(cause);
  }
}

const invalid = (cause: unknown): AppError =>
  new AppError(
    "unauthenticated",
    "init_data_invalid",
    "This launch is not signed by the bot. Open the app from the bot.",
    {},
    { cause },
  );
