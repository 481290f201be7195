import { env } from "@/server/core/env";
import { forward, world } from "../../../world";

type Context = { params: Promise<{ service: string; path: string[] }> };

/** What the demo's pages ask of the stand-ins: `/demo/api/<telegram|panel|gateway>/<its control path>`. */
async function handle(request: Request, { params }: Context): Promise<Response> {
  const { service, path } = await params;
  const { telegram, panel, gateway } = world();
  const bases: Record<string, { url: string; token: string } | undefined> = {
    telegram: telegram && { url: telegram.url, token: telegram.controlToken },
    panel: panel && { url: panel.url, token: env().REMNAWAVE_TOKEN ?? "" },
    gateway: gateway && { url: gateway.url, token: gateway.key },
  };
  const base = Object.hasOwn(bases, service) ? bases[service] : undefined;
  if (!base) return Response.json({ ok: false, description: "not running" }, { status: 404 });
  const { search } = new URL(request.url);
  return forward(request, {
    url: `${base.url}/__demo/${path.map(encodeURIComponent).join("/")}${search}`,
    headers: { authorization: `Bearer ${base.token}` },
  });
}

export { handle as GET, handle as POST };
