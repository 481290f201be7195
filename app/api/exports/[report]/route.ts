import { Readable } from "node:stream";
import { adminActor, currentAdmin } from "@/server/auth/admin-session";
import { systemContext } from "@/server/core/context";
import { ERROR_STATUS, isAppError } from "@/server/core/errors";
import { exportReport } from "@/server/domains/analytics";

type Context = { params: Promise<{ report: string }> };

/** What a list of the dashboard shows, as a file; the address carries the list's own filters. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const admin = await currentAdmin();
  if (!admin) return Response.json({ error: "unauthorized" }, { status: 401 });
  const ctx = systemContext("export", { actor: adminActor(admin) });
  const { format, ...filters } = Object.fromEntries(new URL(request.url).searchParams);
  try {
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
    if (isAppError(error)) {
      return Response.json({ error: error.code }, { status: ERROR_STATUS[error.kind] });
    }
    ctx.log.error({ err: error }, "an export failed");
    return Response.json({ error: "internal" }, { status: 500 });
  }
}
