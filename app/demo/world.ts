import "server-only";
import { notFound } from "next/navigation";
import type { DemoWorld } from "@/server/boot/demo";
import { env } from "@/server/core/env";
import { isAppError } from "@/server/core/errors";
import { errorResponse, readRawBody } from "@/server/core/http";
import { logger } from "@/server/core/logger";

/** The stand-ins that boot code left for these pages; 404 outside of the demo. */
export function world(): DemoWorld {
  if (!env().DEMO) notFound();
  const key = Symbol.for("rezeis.demo");
  return (globalThis as { [key]?: DemoWorld })[key] ?? {};
}

/** What the demo's pages send: a picture at most. */
const MAX_BYTES = 5 * 1024 * 1024;

type Target = { url: string; headers?: Record<string, string> };

/** Hands a request on to a stand-in and its answer back. Redirects are the browser's to follow. */
export async function forward(request: Request, { url, headers }: Target): Promise<Response> {
  const sent = new Headers(headers);
  for (const name of ["content-type", "accept", "accept-language", "user-agent"]) {
    const value = request.headers.get(name);
    if (value && !sent.has(name)) sent.set(name, value);
  }
  try {
    const body = ["GET", "HEAD"].includes(request.method)
      ? undefined
      : new Uint8Array(await readRawBody(request, MAX_BYTES));
    const answer = await fetch(url, {
      method: request.method,
      headers: sent,
      redirect: "manual",
      signal: request.signal,
      body,
    });
    const kept = new Headers();
    for (const [name, value] of answer.headers) {
      if (!["connection", "keep-alive", "transfer-encoding", "content-length"].includes(name)) {
        kept.set(name, value);
      }
    }
    return new Response(answer.body, { status: answer.status, headers: kept });
  } catch (error) {
    if (isAppError(error)) return errorResponse(error, logger());
    // A stand-in that plays dead drops the connection, as does a reader who leaves.
    return Response.json({ ok: false, description: "no answer" }, { status: 502 });
  }
}
