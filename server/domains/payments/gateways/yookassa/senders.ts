import { BlockList, isIP } from "node:net";

/** Where YooKassa's notifications come from; it does not sign them. */
const senders = new BlockList();
senders.addSubnet("185.71.76.0", 27, "ipv4");
senders.addSubnet("185.71.77.0", 27, "ipv4");
senders.addSubnet("77.75.153.0", 25, "ipv4");
senders.addSubnet("77.75.154.128", 25, "ipv4");
senders.addAddress("77.75.156.11", "ipv4");
senders.addAddress("77.75.156.35", "ipv4");
senders.addSubnet("2a02:5180::", 32, "ipv6");

/** Is this one of YooKassa's own addresses? */
export function isYookassaAddress(address: string | null): boolean {
  const family = isIP(address ?? "");
  if (!address || family === 0 || address.includes("%")) return false;
  return senders.check(address, family === 6 ? "ipv6" : "ipv4");
}
