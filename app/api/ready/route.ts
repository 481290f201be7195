import { readiness } from "@/server/core/readiness";

export const dynamic = "force-dynamic";

/** Traffic is welcome. 503 with the state of each part when it is not. */
export async function GET(): Promise<Response> {
  const state = await readiness();
  return Response.json(state, {
    status: state.ok ? 200 : 503,
    headers: { "cache-control": "no-store" },
  });
}
