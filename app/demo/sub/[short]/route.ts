import { forward, world } from "../../world";

/** Customers' subscription links, which client apps read; the panel only answers behind a proxy. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ short: string }> },
): Promise<Response> {
  const { panel } = world();
  if (!panel) return new Response("Not Found", { status: 404 });
  const { short } = await params;
  return forward(request, {
    url: `${panel.url}/api/sub/${encodeURIComponent(short)}`,
    headers: { "x-forwarded-for": "127.0.0.1", "x-forwarded-proto": "https" },
  });
}
