import { systemContext } from "@/server/core/context";
import { errorResponse, readRawBody } from "@/server/core/http";
import { receiveWebhook, WEBHOOK_MAX_BYTES } from "@/server/domains/payments";

type Props = { params: Promise<{ gateway: string }> };

/** 200 only after the event is stored; anything unexpected is a 500, and the provider comes again. */
export async function POST(request: Request, { params }: Props): Promise<Response> {
  const { gateway } = await params;
  const ctx = systemContext("payment-webhook");
  try {
    const rawBody = await readRawBody(request, WEBHOOK_MAX_BYTES);
    const peer = request.headers.get("x-rezeis-peer");
    await receiveWebhook(ctx, { gateway, rawBody, headers: request.headers, peer });
    return Response.json({ ok: true });
  } catch (error) {
    return errorResponse(error, ctx.log.child({ gateway }));
  }
}
