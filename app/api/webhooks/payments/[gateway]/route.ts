import { systemContext } from "@/server/core/context";
import { ERROR_STATUS, isAppError } from "@/server/core/errors";
import { receiveWebhook } from "@/server/domains/payments";

type Props = { params: Promise<{ gateway: string }> };

/** 200 only after the event is stored; anything unexpected is a 500, and the provider comes again. */
export async function POST(request: Request, { params }: Props): Promise<Response> {
  const { gateway } = await params;
  const ctx = systemContext("payment-webhook");
  try {
    const rawBody = Buffer.from(await request.arrayBuffer());
    const peer = request.headers.get("x-rezeis-peer");
    await receiveWebhook(ctx, { gateway, rawBody, headers: request.headers, peer });
    return Response.json({ ok: true });
  } catch (error) {
    if (isAppError(error)) {
      return Response.json({ error: error.code }, { status: ERROR_STATUS[error.kind] });
    }
    ctx.log.error({ err: error, gateway }, "a payment webhook could not be stored");
    return Response.json({ error: "internal" }, { status: 500 });
  }
}
