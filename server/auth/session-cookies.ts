import type { OpenedSession } from "@/server/domains/team";
import { issueAccessToken } from "./access-token";
import {
  ACCESS_SECONDS,
  ADMIN_COOKIE,
  cookieLine,
  PENDING_COOKIE,
  REFRESH_COOKIE,
} from "./cookies";

/** What a browser gets that is signed in, or goes on being so. */
export async function sessionCookies(session: OpenedSession, secure: boolean): Promise<string[]> {
  const access = await issueAccessToken(session.accessClaims);
  const seconds = (session.refreshExpiresAt.getTime() - Date.now()) / 1000;
  return [
    cookieLine(ADMIN_COOKIE, secure, { value: access, seconds: ACCESS_SECONDS }),
    cookieLine(REFRESH_COOKIE, secure, { value: session.refreshToken, seconds }),
  ];
}

/** What a browser gets that is signed out. */
export const noSessionCookies = (secure: boolean): string[] =>
  ([ADMIN_COOKIE, REFRESH_COOKIE, PENDING_COOKIE] as const).map((name) => cookieLine(name, secure));

/** A copy of `response` that sets cookies, in place of what it said of the same ones. */
export function withCookies(response: Response, lines: readonly string[]): Response {
  const headers = new Headers(response.headers);
  const nameOf = (line: string) => line.slice(0, line.indexOf("="));
  const names = new Set(lines.map(nameOf));
  const kept = headers.getSetCookie().filter((line) => !names.has(nameOf(line)));
  headers.delete("set-cookie");
  for (const line of [...kept, ...lines]) headers.append("set-cookie", line);
  headers.set("cache-control", "no-store");
  return new Response(response.body, { status: response.status, headers });
}
