import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { refuseCrossSite } from "@/server/auth/same-site";
import { errorResponse, readRawBody } from "@/server/core/http";
import { newId } from "@/server/core/ids";
import { logger } from "@/server/core/logger";
import { createTrpcContext } from "@/server/trpc/context";
import { appRouter } from "@/server/trpc/root";

const MAX_BODY_BYTES = 512 * 1024;

/** The API of dashboard and Mini App: JSON from own pages only, and not above 512 KiB. */
async function handler(request: Request): Promise<Response> {
  const requestId = newId("request");
  const { url, method, headers } = request;
  let body: Uint8Array<ArrayBuffer> | undefined;
  if (method !== "GET" && method !== "HEAD") {
    if (!headers.get("content-type")?.startsWith("application/json")) {
      return Response.json({ error: "unsupported_media_type" }, { status: 415 });
    }
    try {
      refuseCrossSite(request);
      body = new Uint8Array(await readRawBody(request, MAX_BODY_BYTES));
    } catch (error) {
      return errorResponse(error, logger());
    }
  }
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: new Request(url, { method, headers, body }),
    router: appRouter,
    createContext: () => createTrpcContext(requestId),
    responseMeta: () => ({ headers: { "x-request-id": requestId, "cache-control": "no-store" } }),
  });
}

export { handler as GET, handler as POST };
