import type { AuthOptions, User } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { systemContext } from "@/server/core/context";
import { env } from "@/server/core/env";
import { isAppError } from "@/server/core/errors";
import { logger } from "@/server/core/logger";
import { verifyCredentials } from "@/server/domains/team";
import { ADMIN_COOKIE } from "./cookies";

const SESSION_SECONDS = 7 * 24 * 3600;

/** next-auth's configuration for one request: `secure` when the browser came by https. */
export function authOptions(secure: boolean): AuthOptions {
  return {
    secret: env().AUTH_SECRET,
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    useSecureCookies: secure,
    cookies: {
      sessionToken: {
        name: ADMIN_COOKIE,
        options: { httpOnly: true, sameSite: "lax", path: "/", secure },
      },
    },
    providers: [
      CredentialsProvider({
        credentials: { email: {}, password: {} },
        authorize: (given) => authorize(given?.email ?? "", given?.password ?? ""),
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) =>
        user ? { sub: user.id, sessionVersion: (user as SignedIn).sessionVersion } : token,
    },
    logger: {
      // A wrong password is a person's mistake, and the missing NEXTAUTH_URL is intended.
      error: (code, metadata) => logger().warn({ code, metadata: String(metadata) }, "next-auth"),
      warn: () => {},
      debug: () => {},
    },
  };
}

type SignedIn = User & { sessionVersion: number };

/** The error's code reaches the sign-in page, which has words for it. */
async function authorize(email: string, password: string): Promise<SignedIn> {
  try {
    const admin = await verifyCredentials(systemContext("sign-in"), { email, password });
    return { ...admin, sessionVersion: admin.sessionVersion };
  } catch (error) {
    if (isAppError(error)) throw new Error(error.code);
    logger().error({ err: error }, "sign-in failed");
    throw new Error("internal");
  }
}
