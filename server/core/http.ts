import { AppError, ERROR_STATUS, isAppError } from "./errors";
import type { Logger } from "./logger";

/** The body's exact bytes. Throws `too_large` as soon as more than `maxBytes` have come. */
export async function readRawBody(request: Request, maxBytes: number): Promise<Buffer> {
  const tooLarge = () =>
    new AppError("too_large", "body_too_large", `The body may have ${maxBytes} bytes at most.`);
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    length += part.value.length;
    if (length > maxBytes) {
      await reader?.cancel();
      throw tooLarge();
    }
    chunks.push(part.value);
  }
  return Buffer.concat(chunks);
}

/** A typed error as JSON; anything else is logged and told to nobody. */
export function errorResponse(error: unknown, log: Logger): Response {
  if (isAppError(error)) {
    const { code, message, kind, details } = error;
    const headers = details.seconds ? { "retry-after": String(details.seconds) } : undefined;
    return Response.json({ error: code, message }, { status: ERROR_STATUS[kind], headers });
  }
  log.error({ err: error }, "request failed");
  return Response.json({ error: "internal" }, { status: 500 });
}
