import { expect, test } from "vitest";
import { clientAddress } from "./client-address";

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
