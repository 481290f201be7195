import { headers } from "next/headers";
import type { Site } from "@/server/domains/team";
import { siteOf } from "./site";

/** The site that the browser of this request has open. */
export async function ownSite(): Promise<Site> {
  return siteOf(new Request("http://localhost", { headers: await headers() }));
}
