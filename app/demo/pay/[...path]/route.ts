import { forward, world } from "../../world";

/** The demo gateway's own pages, where customers pay. */
async function handle(
  request: Request,
  { params }: { params: Promise<{ path: string[] }> },
): Promise<Response> {
  const { gateway } = world();
  if (!gateway) return new Response("Not Found", { status: 404 });
  const { path } = await params;
  return forward(request, {
    url: `${gateway.url}/pay/${path.map(encodeURIComponent).join("/")}`,
  });
}

export { handle as GET, handle as POST };
