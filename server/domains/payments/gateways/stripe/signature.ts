import { hmacSha256Hex, safeEqual } from "@/server/core/crypto";

/** A signature further from now than this is a replay, or the clock is wrong. */
const TOLERANCE_SECONDS = 300;

/**
 * `Stripe-Signature: t=<unix>,v1=<hex>[,v1=<hex>]`: HMAC-SHA256 of `t.` and the raw body. There are two v1 while
 * the secret is being replaced; one that fits is enough.
 */
export function isSignedByStripe(
  secret: string,
  { rawBody, headers, now }: { rawBody: Buffer; headers: Headers; now: Date },
): boolean {
  const parts = (headers.get("stripe-signature") ?? "").split(",").map((part) => part.trim());
  const times = parts.filter((part) => part.startsWith("t=")).map((part) => part.slice(2));
  const [time = ""] = times;
  if (!secret || times.length !== 1 || !/^\d{1,12}$/.test(time)) return false;
  if (Math.abs(now.getTime() / 1000 - Number(time)) > TOLERANCE_SECONDS) return false;
  const expected = hmacSha256Hex(secret, Buffer.concat([Buffer.from(`${time}.`), rawBody]));
  return parts
    .filter((part) => part.startsWith("v1="))
    .some((part) => safeEqual(part.slice(3), expected));
}
