import { BlockList, isIP } from "node:net";
import { env } from "./env";

/** Loopback, private and link-local ranges: a proxy of the operator's own, which may speak for others. */
const own = new BlockList();
for (const [network, bits] of [
  ["127.0.0.0", 8],
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["169.254.0.0", 16],
] as const) {
  own.addSubnet(network, bits, "ipv4");
}
own.addAddress("::1", "ipv6");
own.addSubnet("fc00::", 7, "ipv6");
own.addSubnet("fe80::", 10, "ipv6");

/** An address as proxies write it, with or without a port; null when it is none. */
function plain(written: string): string | null {
  const text = written.trim().replace(/^::ffff:(?=\d+\.)/i, "");
  const address = /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? text.replace(/^([\d.]+):\d+$/, "$1");
  return isIP(address) ? address : null;
}

const isIn = (list: BlockList, address: string): boolean =>
  list.check(address, isIP(address) === 4 ? "ipv4" : "ipv6");

/**
 * The address a request came from: the peer's own, unless the peer is a proxy on the operator's network or one
 * of `TRUSTED_PROXIES`; then the nearest forwarded address that is not. What a stranger writes into
 * `X-Forwarded-For` is never believed.
 */
export function clientAddress(
  peer: string | null,
  forwarded: string | null,
  trusted: BlockList = env().TRUSTED_PROXIES,
): string | null {
  let near = peer && plain(peer);
  for (const hop of (forwarded ?? "").split(",").reverse()) {
    if (!near || !(isIn(own, near) || isIn(trusted, near))) break;
    const further = plain(hop);
    // A proxy that hides whom it asks for: what stands before was written by that somebody.
    if (!further) break;
    near = further;
  }
  return near;
}

/** The address of a request that came through the front door, which writes down the peer's. */
export const requestAddress = (headers: Headers): string | null =>
  clientAddress(headers.get("x-rezeis-peer"), headers.get("x-forwarded-for"));
