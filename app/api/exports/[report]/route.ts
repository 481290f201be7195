import { Readable } from "node:stream";
import { adminActor, currentAdmin } from "@/server/auth/admin-session";
import { systemContext } from "@/server/core/context";
import { errorResponse } from "@/server/core/http";
import { takeTurn } from "@/server/core/rate-limit";
import { exportReport } from "@/server/domains/analytics";

type Context = { params: Promise<{ report: string }> };

/** What a list of the dashboard shows, as a file; the address carries the list's own filters. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const admin = await currentAdmin();
  if (!admin) return Response.json({ error: "unauthorized" }, { status: 401 });
  const ctx = systemContext("export", { actor: adminActor(admin) });
  const { format, ...filters } = Object.fromEntries(new URL(request.url).searchParams);
  try {
    await takeTurn(ctx, { limit: "operator_exports", subject: admin.id });
    const file = await exportReport(ctx, {
      report: (await params).report,
      format: format === "xlsx" ? "xlsx" : "csv",
      filters,
    });
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
