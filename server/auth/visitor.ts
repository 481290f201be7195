import { clientAddress } from "@/server/core/client-address";
import type { Visitor } from "@/server/domains/team";

/** Whose request it is, as far as its headers can be believed. */
export function visitorOf(headers: Headers): Visitor {
  return {
    address: clientAddress(headers.get("x-rezeis-peer"), headers.get("x-forwarded-for")) ?? "",
    userAgent: headers.get("user-agent") ?? "",
  };
}
