import { cookies } from "next/headers";
import { cache } from "react";
import { systemContext } from "@/server/core/context";
import { findCustomerSession } from "@/server/domains/customers";

/** Holds the token of a customer's Mini App or browser session. */
export const CUSTOMER_COOKIE = "rezeis.customer";

/** The customer of this request; null without a valid session. Read once a request. */
export const currentCustomer = cache(async () => {
  const token = (await cookies()).get(CUSTOMER_COOKIE)?.value;
  if (!token) return null;
  return findCustomerSession(systemContext("session"), { token });
});
