import type { AuthOptions, User } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { env } from "@/server/core/env";
import { isAppError } from "@/server/core/errors";
import { logger } from "@/server/core/logger";
import type { SignInStep } from "@/server/domains/team";
import { issueAccessToken, readAccessToken } from "./access-token";
import { ACCESS_SECONDS, ADMIN_COOKIE } from "./cookies";
import { SIGN_IN_WAYS, type SignInWay, type WayFields } from "./sign-in-ways";

/** Told to the sign-in page when the first step worked and the second is asked for. */
const SECOND_STEP = "second_factor_needed";

type SignedIn = User & { sid: string };

/**
 * next-auth's configuration for one request: `secure` when the browser came by https. `stepped` hears what a
 * sign-in came to, since its further cookies are set by the route.
 */
export function authOptions(options: {
  request: Request;
  secure: boolean;
  stepped: (step: SignInStep) => void;
}): AuthOptions {
  const { request, secure, stepped } = options;
  const provider = (id: SignInWay) =>
    CredentialsProvider({
      id,
      name: id,
      credentials: {},
      authorize: (fields) => authorize(() => SIGN_IN_WAYS[id](request, asFields(fields)), stepped),
    });
  return {
    secret: env().AUTH_SECRET,
    session: { strategy: "jwt", maxAge: ACCESS_SECONDS },
    jwt: {
      maxAge: ACCESS_SECONDS,
      encode: ({ token }) =>
        issueAccessToken({ sub: token?.sub ?? "", sid: String(token?.sid ?? "") }),
      decode: async ({ token }) => (token ? readAccessToken(token) : null),
    },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    useSecureCookies: secure,
    cookies: {
      sessionToken: {
        name: ADMIN_COOKIE,
        options: { httpOnly: true, sameSite: "lax", path: "/", secure },
      },
    },
    providers: (Object.keys(SIGN_IN_WAYS) as SignInWay[]).map(provider),
    callbacks: {
      jwt: ({ token, user }) => (user ? { sub: user.id, sid: (user as SignedIn).sid } : token),
    },
    logger: {
      // A wrong password is a person's mistake, and the missing NEXTAUTH_URL is intended.
      error: (code, metadata) => logger().warn({ code, metadata: String(metadata) }, "next-auth"),
      warn: () => {},
      debug: () => {},
    },
  };
}

const asFields = (fields: unknown): WayFields => {
  const given = typeof fields === "object" && fields !== null ? Object.entries(fields) : [];
  return Object.fromEntries(given.map(([name, value]) => [name, String(value ?? "")]));
};

/** The error's code reaches the sign-in page, which has words for it. */
async function authorize(
  way: () => Promise<SignInStep>,
  stepped: (step: SignInStep) => void,
): Promise<SignedIn> {
  const step = await way().catch((error: unknown) => {
    if (isAppError(error)) throw new Error(codeOf(error.code, error.details.seconds));
    logger().error({ err: error }, "sign-in failed");
    throw new Error("internal");
  });
  stepped(step);
  if (step.kind === "second_factor") throw new Error(SECOND_STEP);
  const { sub, sid } = step.session.accessClaims;
  return { id: sub, sid };
}

/** With how long to wait, where that is what is wrong. */
const codeOf = (code: string, seconds: string | number | undefined): string =>
  seconds === undefined ? code : `${code}:${seconds}`;
