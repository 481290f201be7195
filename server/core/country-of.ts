import { readFileSync } from "node:fs";
import path from "node:path";
import { Reader } from "mmdb-lib";
import { z } from "zod";

/** Which registry gave an address to which country: comes with the installation, so nobody is asked over the network. */
const FILE = "@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb";
const recordSchema = z.object({ country_code: z.string().length(2) });

let reader: { get(address: string): unknown } | undefined;
const read = () =>
  (reader ??= new Reader(readFileSync(path.join(process.cwd(), "node_modules", FILE))));

/**
 * The country an internet address was given to, as ISO 3166-1 alpha-2; null where none is known: addresses of
 * private networks, what is no address at all. Says where a network is registered, which is mostly where it is used.
 */
export function countryOf(address: string): string | null {
  try {
    return recordSchema.safeParse(read().get(address)).data?.country_code ?? null;
  } catch {
    return null;
  }
}
