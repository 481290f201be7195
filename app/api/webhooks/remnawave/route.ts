import { systemContext } from "@/server/core/context";
import { errorResponse, readRawBody } from "@/server/core/http";
import { receivePanelWebhook, WEBHOOK_MAX_BYTES } from "@/server/domains/remnawave";

export const dynamic = "force-dynamic";

/** Webhooks of the panel. 200 only after commit: what is not acknowledged is repeated, then lost. */
export async function POST(request: Request): Promise<Response> {
  const ctx = systemContext("remnawave-webhook");
  try {
    const rawBody = await readRawBody(request, WEBHOOK_MAX_BYTES);
    await receivePanelWebhook(ctx, { rawBody, headers: request.headers });
    return Response.json({ ok: true });
  } catch (error) {
    return errorResponse(error, ctx.log);
  }
}
