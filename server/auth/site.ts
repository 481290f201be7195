import { env } from "@/server/core/env";
import type { Site } from "@/server/domains/team";
import { isSecure } from "./cookies";

/** The site a browser has open: the configured one, or the host it asked for. */
export function siteOf(request: Request): Site {
  const host = request.headers.get("x-forwarded-host") ?? request.headers.get("host");
  const asked = `${isSecure(request) ? "https" : "http"}://${host ?? new URL(request.url).host}`;
  const { origin, hostname } = new URL(env().APP_URL ?? asked);
  return { origin, rpId: hostname };
}
