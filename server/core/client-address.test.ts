import { expect, test } from "vitest";
import { clientAddress } from "./client-address";
import { parseEnv } from "./env";

test("a public peer is believed about itself only", () => {
  expect(clientAddress("203.0.113.9", "185.71.76.1")).toBe("203.0.113.9");
  expect(clientAddress("::ffff:203.0.113.9", null)).toBe("203.0.113.9");
  expect(clientAddress("2a02:5180::1", "10.0.0.1")).toBe("2a02:5180::1");
});

test("a proxy of the operator's own network speaks for the nearest stranger", () => {
  expect(clientAddress("127.0.0.1", "185.71.76.1")).toBe("185.71.76.1");
  expect(clientAddress("::1", "1.2.3.4, 185.71.76.1, 10.0.0.7")).toBe("185.71.76.1");
  expect(clientAddress("172.18.0.2", "::ffff:185.71.77.5")).toBe("185.71.77.5");
});

test("without forwarded addresses it is the proxy itself; without a peer nobody", () => {
  expect(clientAddress("192.168.1.4", null)).toBe("192.168.1.4");
  expect(clientAddress("10.1.1.1", "10.2.2.2")).toBe("10.2.2.2");
  expect(clientAddress(null, "185.71.76.1")).toBeNull();
});

test("behind a public proxy that is trusted, its visitors have addresses of their own", () => {
  const { TRUSTED_PROXIES: trusted } = parseEnv({
    TRUSTED_PROXIES: "173.245.48.0/20, 2400:cb00::/32, 198.51.100.7",
  });
  expect(clientAddress("173.245.48.9", "8.8.4.4", trusted)).toBe("8.8.4.4");
  expect(clientAddress("2400:cb00::9", "2a02:5180::1", trusted)).toBe("2a02:5180::1");
  expect(clientAddress("198.51.100.7", "1.2.3.4, 8.8.4.4", trusted)).toBe("8.8.4.4");
  // Through a proxy of one's own behind it as well.
  expect(clientAddress("10.0.0.2", "8.8.4.4, 173.245.63.255", trusted)).toBe("8.8.4.4");
  // Next to its network, or without being named, it is a visitor like others.
  expect(clientAddress("173.245.64.1", "8.8.4.4", trusted)).toBe("173.245.64.1");
  expect(clientAddress("173.245.48.9", "8.8.4.4")).toBe("173.245.48.9");
});

test("ports are left out, and what is no address is not taken for one", () => {
  expect(clientAddress("127.0.0.1", "8.8.4.4:51312")).toBe("8.8.4.4");
  expect(clientAddress("127.0.0.1", "[2a02:5180::1]:443")).toBe("2a02:5180::1");
  expect(clientAddress("127.0.0.1", "unknown")).toBe("127.0.0.1");
  expect(clientAddress("10.0.0.2", `8.8.4.4, ${"x".repeat(10_000)}`)).toBe("10.0.0.2");
});

test.each([
  "10.0.0.0/33",
  "2400:cb00::/129",
  "cdn.example.com",
  "10.0.0/8",
  "10.0.0.0/",
  "10.0.0.0/-1",
])("the start is refused with TRUSTED_PROXIES=%s", (given) => {
  expect(() => parseEnv({ TRUSTED_PROXIES: given })).toThrow(/TRUSTED_PROXIES: .*no address/);
});
