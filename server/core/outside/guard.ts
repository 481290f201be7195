import { type LookupAddress, type LookupOptions, lookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { env } from "../env";
import { isPrivateAddress } from "./private-address";

/** An address that an operator gave leads into the network that the application runs in. */
export class InsideError extends Error {
  readonly code = "EINSIDE";
  constructor(host: string) {
    super(`${host} is in this installation's own network; PRIVATE_HOSTS may allow it`);
    this.name = "InsideError";
  }
}

/** `URL` keeps the brackets of IPv6. */
const bare = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "");

/** The host of an address or of a bare host name, as a browser would read it; null for nothing at all. */
export function hostOf(address: unknown): string | null {
  if (typeof address !== "string" || address.trim() === "") return null;
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `http://${address}`;
  return URL.canParse(url) ? bare(new URL(url).hostname) : bare(address);
}

/** What the environment itself names: whoever sets it has the machine already. */
export function isAllowedInside(host: string): boolean {
  const { PRIVATE_HOSTS, TELEGRAM_API_ROOT, DEMO_GATEWAY_URL, SMTP_HOST } = env();
  const named = [...PRIVATE_HOSTS, TELEGRAM_API_ROOT, DEMO_GATEWAY_URL, SMTP_HOST];
  return named.some((one) => hostOf(one) === bare(host));
}

/** Names that never leave the machine or the house, whatever a resolver says. */
const HOUSE_NAMES = /(^|\.)(localhost|local|internal|lan|home|home\.arpa|intranet)$/;

/** Whether a host, as it is written, is one's own network. Names are looked up only when they are called. */
export function leadsInside(host: string): boolean {
  const name = bare(host);
  if (isAllowedInside(name)) return false;
  return isIP(name) ? isPrivateAddress(name) : !name.includes(".") || HOUSE_NAMES.test(name);
}

type Resolve = (
  host: string,
  options: LookupOptions & { all: true },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * A `lookup` for sockets that refuses names of the own network. The address that was checked is the one that is
 * connected to: a name that changes its mind in between gains nothing.
 */
export const guardedLookup =
  (resolve: Resolve = lookup): LookupFunction =>
  (host, options, done) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, "");
      const inside = addresses.some(({ address }) => isPrivateAddress(address));
      const [first] = addresses;
      if (!first || (inside && !isAllowedInside(host))) return done(new InsideError(host), "");
      if (options.all) return done(null, addresses);
      done(null, first.address, first.family);
    });
  };

/** The address to connect to, for clients that take no `lookup`. Throws {@link InsideError} and what DNS says. */
export function addressOutside(host: string): Promise<string> {
  if (leadsInside(host)) return Promise.reject(new InsideError(host));
  return new Promise((resolve, reject) => {
    guardedLookup()(bare(host), {}, (error, address) =>
      error ? reject(error) : resolve(String(address)),
    );
  });
}
