import { AppError } from "@/server/core/errors";

/** Refuses what a page of another site sends with this browser's cookies. Throws `forbidden cross_site`. */
export function refuseCrossSite(request: Request): void {
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  const host = request.headers.get("x-forwarded-host") ?? request.headers.get("host");
  const foreign = site
    ? site !== "same-origin" && site !== "none"
    : origin !== null && host !== null && hostOf(origin) !== host;
  if (foreign) throw new AppError("forbidden", "cross_site", "Only this site's own pages may ask.");
}

const hostOf = (origin: string): string | null => {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
};
