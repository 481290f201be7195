import { cookies } from "next/headers";
import { systemContext } from "@/server/core/context";
import { type Factors, pendingSignInFactors } from "@/server/domains/team";
import { PENDING_COOKIE } from "./cookies";

/** What the operator may show as second factor who is in the middle of signing in; null when nobody is. */
export async function pendingFactors(): Promise<Factors | null> {
  const secret = (await cookies()).get(PENDING_COOKIE)?.value;
  return secret ? pendingSignInFactors(systemContext("sign-in"), { secret }) : null;
}
