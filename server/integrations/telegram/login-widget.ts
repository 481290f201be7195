import { createHash } from "node:crypto";
import { z } from "zod";
import { hmacSha256Hex, safeEqual } from "@/server/core/crypto";

/** Fields are signed line by line: a name or a text with a line of its own could be read as another field. */
const isOneLine = (data: object): boolean =>
  Object.entries(data).every(
    ([name, value]) => /^\w+$/.test(name) && !String(value).includes("\n"),
  );

/** What Telegram's Login Widget hands over; unknown fields are part of what is signed. */
const schema = z
  .object({
    id: z.coerce.bigint().positive(),
    auth_date: z.coerce.number().int().positive(),
    hash: z.string().regex(/^[0-9a-f]{64}$/),
  })
  .catchall(z.union([z.string().max(1000), z.number(), z.boolean()]))
  .refine(isOneLine);

export type TelegramProof = {
  telegramId: bigint;
  signedAt: Date;
  /** The signature itself: the same one is not believed twice. */
  signature: string;
};

/**
 * Believes data of the Login Widget only with the bot's signature over all its fields.
 * https://core.telegram.org/widgets/login#checking-authorization. Returns null for anything else; how old it
 * may be is the caller's business.
 */
export function readLoginWidget(data: unknown, botToken: string): TelegramProof | null {
  const parsed = schema.safeParse(data);
  if (!parsed.success) return null;
  const { hash, id, auth_date } = parsed.data;
  const checked = Object.entries(data as Record<string, unknown>)
    .filter(([name]) => name !== "hash")
    .map(([name, value]) => `${name}=${String(value)}`)
    .sort()
    .join("\n");
  const key = createHash("sha256").update(botToken).digest();
  if (!safeEqual(hmacSha256Hex(key, checked), hash)) return null;
  return { telegramId: id, signedAt: new Date(auth_date * 1000), signature: hash };
}
