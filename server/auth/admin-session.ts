import { cookies } from "next/headers";
import { decode } from "next-auth/jwt";
import { cache } from "react";
import { type AdminActor, systemContext } from "@/server/core/context";
import { env } from "@/server/core/env";
import { findSessionAdmin, type SessionAdmin } from "@/server/domains/team";
import { ADMIN_COOKIE } from "./cookies";

/** How verbs know an operator. */
export const adminActor = ({ id, name, permissions, session }: SessionAdmin): AdminActor => ({
  type: "admin",
  id,
  name,
  permissions,
  ...(session && { session }),
});

/**
 * The signed-in operator of this request, or null. The token is only a claim: the person must still be
 * enabled and its session version current, so signing out everywhere works at once.
 */
export const currentAdmin = cache(async (): Promise<SessionAdmin | null> => {
  const token = (await cookies()).get(ADMIN_COOKIE)?.value;
  const secret = env().AUTH_SECRET;
  if (!token || !secret) return null;
  const claims = await decode({ token, secret }).catch(() => null);
  if (!claims?.sub || typeof claims.sessionVersion !== "number") return null;
  return findSessionAdmin(systemContext("session"), {
    adminId: claims.sub,
    sessionVersion: claims.sessionVersion,
  });
});
