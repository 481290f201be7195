import { isIPv4 } from "node:net";

/** Loopback, private and link-local ranges: a proxy of the operator's own, which may speak for others. */
const OWN_V4 = [
  [0x7f000000, 8],
  [0x0a000000, 8],
  [0xac100000, 12],
  [0xc0a80000, 16],
  [0xa9fe0000, 16],
] as const;

const plainV4 = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, "");

const v4Number = (address: string): number =>
  address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);

function isOwnNetwork(address: string): boolean {
  if (isIPv4(address)) {
    const number = v4Number(address);
    return OWN_V4.some(([base, bits]) => number >>> (32 - bits) === base >>> (32 - bits));
  }
  return /^(::1$|f[cd]|fe[89ab])/i.test(address);
}

/**
 * The address a request came from: the peer's own, unless the peer is a proxy on the operator's network; then
 * the nearest forwarded address that is not. What a stranger writes into `X-Forwarded-For` is never believed.
 */
export function clientAddress(peer: string | null, forwarded: string | null): string | null {
  if (!peer) return null;
  const near = plainV4(peer);
  if (!isOwnNetwork(near)) return near;
  const hops = (forwarded ?? "")
    .split(",")
    .map((hop) => plainV4(hop.trim()))
    .filter(Boolean);
  return hops.reverse().find((hop) => !isOwnNetwork(hop)) ?? hops.at(-1) ?? near;
}
