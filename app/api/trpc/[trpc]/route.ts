import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { newId } from "@/server/core/ids";
import { createTrpcContext } from "@/server/trpc/context";
import { appRouter } from "@/server/trpc/root";

const MAX_BODY_BYTES = 512 * 1024;

/** The API of dashboard and Mini App. A body above 512 KiB is refused before it is parsed. */
async function handler(request: Request): Promise<Response> {
  const requestId = newId("session");
  const body = request.body ? await limitedBody(request) : undefined;
  if (body === null) {
    return Response.json({ error: "too_large" }, { status: 413 });
  }
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: new Request(request.url, { method: request.method, headers: request.headers, body }),
    router: appRouter,
    createContext: () => createTrpcContext(requestId),
    responseMeta: () => ({ headers: { "x-request-id": requestId, "cache-control": "no-store" } }),
  });
}

/** The body, or null once it grows past the limit, whatever its headers claim. */
async function limitedBody(request: Request): Promise<Blob | null> {
  const chunks: BlobPart[] = [];
  let size = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array<ArrayBuffer>>) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return new Blob(chunks);
}

export { handler as GET, handler as POST };
