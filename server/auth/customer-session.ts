import { cookies } from "next/headers";
import { cache } from "react";
import { systemContext } from "@/server/core/context";
import { env } from "@/server/core/env";
import { findCustomerSession } from "@/server/domains/customers";
import { currentView } from "./customer-view";

/** Holds the token of a customer's Mini App or browser session. */
export const CUSTOMER_COOKIE = "rezeis.customer";

/**
 * The customer of this request; null without a valid session. Read once a request. `viewer`: the operator who
 * looks at the app as this person sees it, which goes before a session of this browser's own.
 */
export const currentCustomer = cache(async () => {
  const view = await currentView();
  if (view) return { ...view.customer, viewer: view.admin };
  const token = (await cookies()).get(CUSTOMER_COOKIE)?.value;
  const own = token ? await findCustomerSession(systemContext("session"), { token }) : null;
  return own && { ...own, viewer: null };
});

/** The cookie of a session. Telegram on the web shows the app in a frame of another site: only such a one travels there. */
export const customerCookie = (value: string, expires: Date | undefined) => ({
  name: CUSTOMER_COOKIE,
  value,
  httpOnly: true,
  path: "/",
  expires,
  ...(env().APP_URL?.startsWith("https://")
    ? ({ secure: true, sameSite: "none", partitioned: true } as const)
    : ({ secure: false, sameSite: "lax" } as const)),
});
