import { systemContext } from "@/server/core/context";
import { type SignInStep, signInWithPassword } from "@/server/domains/team";
import { visitorOf } from "./visitor";

export type WayFields = Partial<Record<string, string>>;
type Way = (request: Request, fields: WayFields) => Promise<SignInStep>;

const context = () => systemContext("sign-in");

/** What a form of the sign-in pages may send to `/api/auth/callback/<way>`. */
export const SIGN_IN_WAYS = {
  credentials: (request, { email = "", password = "" }) =>
    signInWithPassword(context(), { email, password, ...visitorOf(request.headers) }),
} as const satisfies Record<string, Way>;

export type SignInWay = keyof typeof SIGN_IN_WAYS;
