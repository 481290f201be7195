import { describe, expect, it } from "vitest";
import { newId } from "@/server/core/ids";
import { gateways } from "@/server/domains/payments";
import { pack, shortName, unpack, withPrefix } from "./callback-data";

describe("callback data", () => {
  it("fits the longest combination into Telegram's 64 bytes and finds it again", () => {
    const duration = newId("planDuration");
    const subscription = newId("subscription");
    const data = pack("p", duration, subscription, shortName("crypto_pay"), "c");
    expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64);
    const { action, parts } = unpack(data);
    expect(action).toBe("p");
    expect(withPrefix("dur", parts[0])).toBe(duration);
    expect(withPrefix("sub", parts[1])).toBe(subscription);
    expect(parts[2]).toBe(shortName("crypto_pay"));
  });

  it("keeps an absent part in its place", () => {
    const { parts } = unpack(pack("p", "dur_1", null, "demo"));
    expect(parts).toEqual(["1", "", "demo"]);
    expect(withPrefix("sub", parts[1])).toBeNull();
  });

  it("understands whole ids, as notifications carry them", () => {
    expect(unpack("renew:sub_01abc").parts).toEqual(["01abc"]);
  });

  it("refuses what Telegram would refuse", () => {
    expect(() => pack("x", "a".repeat(64))).toThrow("too long");
  });

  it("gives every gateway a short name of its own", () => {
    const all = [...Object.keys(gateways), "credit"].map(shortName);
    expect(new Set(all).size).toBe(all.length);
    expect(all.every((name) => name.length <= 4)).toBe(true);
  });
});
