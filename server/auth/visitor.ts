import { requestAddress } from "@/server/core/client-address";
import type { Visitor } from "@/server/domains/team";

/** Whose request it is, as far as its headers can be believed. */
export function visitorOf(headers: Headers): Visitor {
  return {
    address: requestAddress(headers) ?? "",
    userAgent: headers.get("user-agent") ?? "",
  };
}
