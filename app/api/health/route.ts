export const dynamic = "force-dynamic";

/** The process lives. Restart it when this does not answer. */
export function GET(): Response {
  return Response.json({ ok: true, uptimeSeconds: Math.round(process.uptime()) });
}
