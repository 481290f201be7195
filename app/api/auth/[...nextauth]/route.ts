import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "@/server/auth/options";
import { AppError } from "@/server/core/errors";
import { errorResponse, readRawBody } from "@/server/core/http";
import { logger } from "@/server/core/logger";

const MAX_BYTES = 64 * 1024;

type Context = { params: Promise<{ nextauth: string[] }> };

/** next-auth, with cookies that are `Secure` exactly when the browser came by https. */
async function handler(request: Request, context: Context): Promise<Response> {
  const forwarded = request.headers.get("x-forwarded-proto")?.split(",")[0]?.trim();
  const protocol = forwarded ?? new URL(request.url).protocol.replace(":", "");
  const { nextauth } = await context.params;
  // There is no provider that sends people back by a link; next-auth calls such a visit its own failure.
  if (request.method === "GET" && nextauth[0] === "callback") {
    return Response.json({ error: "not_found" }, { status: 404 });
  }
  try {
    const limited = await withLimit(request);
    return await NextAuth(limited as never, context as never, authOptions(protocol === "https"));
  } catch (error) {
    return errorResponse(error, logger());
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
