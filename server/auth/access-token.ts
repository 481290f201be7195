import { decode, encode } from "next-auth/jwt";
import { env } from "@/server/core/env";
import type { AccessClaims } from "@/server/domains/team";
import { ACCESS_SECONDS } from "./cookies";

/** A sealed token that says who and in which session, for 15 minutes. */
export function issueAccessToken({ sub, sid }: AccessClaims): Promise<string> {
  return encode({
    token: { sub, sid },
    secret: env().AUTH_SECRET ?? "",
    maxAge: ACCESS_SECONDS,
  });
}

/** What a token says; null when it is not ours or its time is over. */
export async function readAccessToken(token: string): Promise<AccessClaims | null> {
  const secret = env().AUTH_SECRET;
  if (!secret) return null;
  const claims = await decode({ token, secret }).catch(() => null);
  return claims?.sub && typeof claims.sid === "string"
    ? { sub: claims.sub, sid: claims.sid }
    : null;
}
