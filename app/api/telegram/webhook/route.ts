import { receiveUpdate } from "@/server/bot/receive-update";
import { systemContext } from "@/server/core/context";
import { ERROR_STATUS, isAppError } from "@/server/core/errors";
import { newId } from "@/server/core/ids";

export async function POST(request: Request): Promise<Response> {
  const ctx = systemContext("telegram-webhook", { requestId: newId("session") });
  try {
    await receiveUpdate(ctx, {
      secret: request.headers.get("x-telegram-bot-api-secret-token"),
      body: await request.text(),
    });
    return Response.json({ ok: true });
  } catch (error) {
    if (isAppError(error)) {
      return Response.json({ error: error.code }, { status: ERROR_STATUS[error.kind] });
    }
    ctx.log.error({ err: error }, "an update could not be handled; Telegram will deliver it again");
    return Response.json({ error: "internal" }, { status: 500 });
  }
}
