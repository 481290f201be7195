import { cookies } from "next/headers";
import { z } from "zod";
import { CUSTOMER_COOKIE } from "@/server/auth/customer-session";
import { signInWithInitData } from "@/server/auth/miniapp-sign-in";
import { systemContext } from "@/server/core/context";
import { AppError, ERROR_STATUS, isAppError } from "@/server/core/errors";
import { parseInput } from "@/server/core/parse";

const schema = z.object({ initData: z.string().min(1).max(8192) });

/** Exchanges a Mini App's signed initData for a session cookie. */
export async function POST(request: Request): Promise<Response> {
  try {
    const body: unknown = await request.json().catch(() => {
      throw new AppError("validation", "invalid_json", "The body must be JSON.");
    });
    const { initData } = parseInput(schema, body);
    const jar = await cookies();
    const session = await signInWithInitData(systemContext("miniapp-sign-in"), {
      initData,
      userAgent: request.headers.get("user-agent") ?? "",
      currentToken: jar.get(CUSTOMER_COOKIE)?.value ?? null,
    });
    jar.set(session.cookie);
    return Response.json({ changed: session.changed, goTo: session.goTo });
  } catch (error) {
    if (!isAppError(error)) throw error;
    const { code, message, kind } = error;
    return Response.json({ error: code, message }, { status: ERROR_STATUS[kind] });
  }
}
