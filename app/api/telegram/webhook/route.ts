import { receiveUpdate, UPDATE_MAX_BYTES } from "@/server/bot/receive-update";
import { systemContext } from "@/server/core/context";
import { errorResponse, readRawBody } from "@/server/core/http";
import { newId } from "@/server/core/ids";

/** Telegram delivers an update again until it is answered with 200. */
export async function POST(request: Request): Promise<Response> {
  const ctx = systemContext("telegram-webhook", { requestId: newId("request") });
  try {
    await receiveUpdate(ctx, {
      headers: request.headers,
      body: (await readRawBody(request, UPDATE_MAX_BYTES)).toString("utf8"),
    });
    return Response.json({ ok: true });
  } catch (error) {
    return errorResponse(error, ctx.log);
  }
}
