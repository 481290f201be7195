import { cookies } from "next/headers";
import { cache } from "react";
import { type AdminActor, systemContext } from "@/server/core/context";
import { findSessionAdmin, type SessionAdmin } from "@/server/domains/team";
import { readAccessToken } from "./access-token";
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
 * enabled and the session open, so ending it works at once.
 */
export const currentAdmin = cache(async (): Promise<SessionAdmin | null> => {
  const token = (await cookies()).get(ADMIN_COOKIE)?.value;
  const claims = token ? await readAccessToken(token) : null;
  return claims && findSessionAdmin(systemContext("session"), claims);
});
