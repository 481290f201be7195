import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { cookieLine, isSecure, PENDING_COOKIE } from "@/server/auth/cookies";
import { authOptions } from "@/server/auth/options";
import { refuseCrossSite } from "@/server/auth/same-site";
import { sessionCookies, withCookies } from "@/server/auth/session-cookies";
import { AppError } from "@/server/core/errors";
import { errorResponse, readRawBody } from "@/server/core/http";
import { logger } from "@/server/core/logger";
import { PENDING_SECONDS, type SignInStep } from "@/server/domains/team";

const MAX_BYTES = 64 * 1024;

type Context = { params: Promise<{ nextauth: string[] }> };

/** The two things next-auth does here: a token against forged forms, and signing in by one of our ways. */
const SERVED = new Set(["GET csrf", "POST callback"]);

async function handler(request: Request, context: Context): Promise<Response> {
  const { nextauth } = await context.params;
  // Its other pages have no use here; the one that renews sessions would give access without a refresh token.
  if (!SERVED.has(`${request.method} ${nextauth[0]}`)) {
    return Response.json({ error: "not_found" }, { status: 404 });
  }
  try {
    refuseCrossSite(request);
    const secure = isSecure(request);
    const steps: SignInStep[] = [];
    const options = authOptions({ request, secure, stepped: (step) => steps.push(step) });
    const response = await NextAuth((await withLimit(request)) as never, context as never, options);
    return withCookies(response, await cookiesOf(steps[0], secure));
  } catch (error) {
    return errorResponse(error, logger());
  }
}

async function cookiesOf(step: SignInStep | undefined, secure: boolean): Promise<string[]> {
  switch (step?.kind) {
    case "signed_in":
      return [...(await sessionCookies(step.session, secure)), cookieLine(PENDING_COOKIE, secure)];
    case "second_factor":
      return [cookieLine(PENDING_COOKIE, secure, { value: step.secret, seconds: PENDING_SECONDS })];
    default:
      return [];
  }
}

/** next-auth reads a body of any size and fails on JSON that is none. */
async function withLimit(request: Request): Promise<NextRequest> {
  const { url, method, headers } = request;
  if (!request.body) return new NextRequest(url, { method, headers });
  const bytes = new Uint8Array(await readRawBody(request, MAX_BYTES));
  if (headers.get("content-type")?.includes("application/json")) refuseBrokenJson(bytes);
  return new NextRequest(url, { method, headers, body: bytes });
}

function refuseBrokenJson(bytes: Uint8Array): void {
  try {
    JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch {
    throw new AppError("validation", "invalid_json", "The body must be JSON.");
  }
}

export { handler as GET, handler as POST };
