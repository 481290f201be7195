import { createHmac } from "node:crypto";
import { z } from "zod";
import { hmacSha256Hex, safeEqual } from "@/server/core/crypto";
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
  signedAt: Date;
  /** The signature itself, for whoever believes the same one only once. */
  signature: string;
};

/**
 * Believes a Mini App's initData only with the bot's own signature and an age of at most a day.
 * https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app
 *
 * @throws AppError `unauthenticated` with code `init_data_invalid` or `init_data_expired`
 */
export function verifyInitData(raw: string, botToken: string, now: Date): VerifiedInitData {
  const fields = readFields(raw);
  const signature = fields.get("hash") ?? "";
  fields.delete("hash");
  const key = createHmac("sha256", "WebAppData").update(botToken).digest();
  const signed = [...fields].map(([name, value]) => `${name}=${value}`).sort();
  if (!safeEqual(hmacSha256Hex(key, signed.join("\n")), signature)) throw invalid();
  const signedAt = new Date(Number(fields.get("auth_date")) * 1000);
  const age = now.getTime() - signedAt.getTime();
  if (!(age <= MAX_AGE_MS && age >= -CLOCK_SKEW_MS)) {
    throw new AppError(
      "unauthenticated",
      "init_data_expired",
      "This launch is older than a day. Close the app and open it again from the bot.",
    );
  }
  try {
    const user = userSchema.parse(JSON.parse(fields.get("user") ?? ""));
    return { user, startParam: fields.get("start_param") ?? null, signedAt, signature };
  } catch (cause) {
    throw invalid(cause);
  }
}

/** Each field once and on one line: what is signed can be read in one way only. */
function readFields(raw: string): Map<string, string> {
  const given = [...new URLSearchParams(raw)];
  const fields = new Map(given);
  if (fields.size < given.length || given.some((pair) => pair.join("").includes("\n"))) {
    throw invalid();
  }
  return fields;
}

const invalid = (cause?: unknown): AppError =>
  new AppError(
    "unauthenticated",
    "init_data_invalid",
    "This launch is not signed by the bot. Open the app from the bot.",
    {},
    { cause },
  );
