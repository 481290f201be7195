import { encode } from "next-auth/jwt";
import { env } from "@/server/core/env";

/** The cookie's value that an operator has after signing in. */
export function adminToken(adminId: string, sessionVersion = 1): Promise<string> {
  return encode({ token: { sub: adminId, sessionVersion }, secret: env().AUTH_SECRET ?? "" });
}
