import { Readable } from "node:stream";
import { currentCustomer } from "@/server/auth/customer-session";
import { systemContext } from "@/server/core/context";
import { errorResponse } from "@/server/core/http";
import { takeTurn } from "@/server/core/rate-limit";
import { exportOwnCommissions } from "@/server/domains/analytics";

/** A partner's own commissions as a file, from their area or the Mini App. */
export async function GET(): Promise<Response> {
  const session = await currentCustomer();
  if (!session) return Response.json({ error: "unauthorized" }, { status: 401 });
  const { customerId } = session;
  const ctx = systemContext("partner-export", { actor: { type: "customer", id: customerId } });
  try {
    await takeTurn(ctx, { limit: "partner_exports", subject: customerId });
    const file = await exportOwnCommissions(ctx, { customerId });
    return new Response(Readable.toWeb(file.stream) as ReadableStream, {
      headers: {
        "content-type": file.contentType,
        "content-disposition": `attachment; filename="${file.filename}"`,
        "cache-control": "no-store",
      },
    });
  } catch (error) {
    return errorResponse(error, ctx.log);
  }
}
