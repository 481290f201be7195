import { cookies } from "next/headers";
import { z } from "zod";
import { CUSTOMER_COOKIE } from "@/server/auth/customer-session";
import { signInWithInitData } from "@/server/auth/miniapp-sign-in";
import { refuseCrossSite } from "@/server/auth/same-site";
import { visitorOf } from "@/server/auth/visitor";
import { systemContext } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { errorResponse, readRawBody } from "@/server/core/http";
import { parseInput } from "@/server/core/parse";
import { takeTurn } from "@/server/core/rate-limit";

const MAX_BYTES = 32 * 1024;
const schema = z.object({ initData: z.string().min(1).max(8192) });

/** Exchanges a Mini App's signed initData for a session cookie. */
export async function POST(request: Request): Promise<Response> {
  const ctx = systemContext("miniapp-sign-in");
  try {
    refuseCrossSite(request);
    const { address } = visitorOf(request.headers);
    await takeTurn(ctx, { limit: "launch_visitor", subject: address });
    const { initData } = parseInput(schema, await readJson(request));
    const jar = await cookies();
    const session = await signInWithInitData(ctx, {
      initData,
      userAgent: request.headers.get("user-agent") ?? "",
      currentToken: jar.get(CUSTOMER_COOKIE)?.value ?? null,
    });
    jar.set(session.cookie);
    return Response.json({ changed: session.changed, goTo: session.goTo });
  } catch (error) {
    return errorResponse(error, ctx.log);
  }
}

async function readJson(request: Request): Promise<unknown> {
  const body = await readRawBody(request, MAX_BYTES);
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new AppError("validation", "invalid_json", "The body must be JSON.");
  }
}
