import { cookies } from "next/headers";
import { cache } from "react";
import { systemContext } from "@/server/core/context";
import { findView } from "@/server/domains/customers";
import { findSessionAdmin } from "@/server/domains/team";
import { VIEW_PERMISSIONS } from "@/server/rules/view-as";
import { isSecure } from "./cookies";

/** Holds the token of an operator's view of a customer's app, beside whatever session this browser has of its own. */
export const VIEW_COOKIE = "rezeis.view";

/** The view behind a token; null once it is over, or the operator is signed out or may not look any more. */
export async function viewOf(token: string | undefined) {
  if (!token) return null;
  const ctx = systemContext("session");
  const view = await findView(ctx, { token });
  const admin = view && (await findSessionAdmin(ctx, view.viewer));
  const may = admin && VIEW_PERMISSIONS.every((needed) => admin.permissions.includes(needed));
  return may ? { customer: view, admin } : null;
}

/** The view of this request, which goes before a session of one's own. Read once a request. */
export const currentView = cache(async () => viewOf((await cookies()).get(VIEW_COOKIE)?.value));

/** Not for frames of other sites: within Telegram the app is its person's own, always. */
export const viewCookie = (request: Request, value: string, expires: Date) => ({
  name: VIEW_COOKIE,
  value,
  httpOnly: true,
  path: "/",
  expires,
  sameSite: "lax" as const,
  secure: isSecure(request),
});
