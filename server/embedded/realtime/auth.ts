import { createHash } from "node:crypto";
import { hmacSha256Hex, safeEqual } from "@/server/core/crypto";

export type Credentials = { appId: string; key: string; secret: string };

/** `<key>:<hex HMAC of what is allowed>`, as the official server library signs it. */
function signed({ key, secret }: Credentials, given: unknown, text: string): boolean {
  return typeof given === "string" && safeEqual(given, `${key}:${hmacSha256Hex(secret, text)}`);
}

export const maySubscribe = (
  app: Credentials,
  socketId: string,
  channel: string,
  given: unknown,
  channelData: unknown,
): boolean =>
  signed(
    app,
    given,
    `${socketId}:${channel}${typeof channelData === "string" ? `:${channelData}` : ""}`,
  );

export const maySignIn = (
  app: Credentials,
  socketId: string,
  given: unknown,
  userData: string,
): boolean => signed(app, given, `${socketId}::user::${userData}`);

/** How old a signed API request may be, seconds. */
const TOLERANCE = 600;

/** A request to the HTTP API: signature over method, path and sorted query, and the body's MD5 in the query. */
export function mayCallApi(
  app: Credentials,
  request: { method: string; url: URL; body: Buffer; now: number },
): boolean {
  const query = new Map([...request.url.searchParams].map(([k, v]) => [k.toLowerCase(), v]));
  const given = query.get("auth_signature") ?? "";
  query.delete("auth_signature");
  const text = [
    request.method,
    request.url.pathname,
    [...query]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => `${k}=${v}`)
      .join("&"),
  ].join("\n");
  const age = Math.abs(request.now / 1000 - Number(query.get("auth_timestamp")));
  if (query.get("auth_key") !== app.key || !(age <= TOLERANCE)) return false;
  if (!safeEqual(given, hmacSha256Hex(app.secret, text))) return false;
  const md5 = createHash("md5").update(request.body).digest("hex");
  return request.body.length === 0 || query.get("body_md5") === md5;
}
