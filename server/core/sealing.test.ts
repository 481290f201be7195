import { afterEach, expect, test } from "vitest";
import { provideEnv } from "./env";
import { currentPrefix, decrypt, encrypt } from "./sealing";

const OLD = "0123456789abcdef".repeat(4);
const NEW = "fedcba9876543210".repeat(4);
afterEach(() => provideEnv({ ENCRYPTION_KEY: OLD, ENCRYPTION_KEYS_OLD: "" }));

test("what is sealed names its key and nothing of it, and is another text each time", () => {
  const [one, two] = [encrypt("secret"), encrypt("secret")];
  expect(one).toMatch(/^v2\.[0-9a-f]{8}\./);
  expect(one.startsWith(currentPrefix())).toBe(true);
  expect(one).not.toBe(two);
  expect(OLD).not.toContain(one.split(".")[1]);
  expect([decrypt(one), decrypt(two)]).toEqual(["secret", "secret"]);
});

test("after a rotation the old key still opens, and the new one seals", () => {
  const before = encrypt("secret");
  provideEnv({ ENCRYPTION_KEY: NEW, ENCRYPTION_KEYS_OLD: OLD });
  expect(decrypt(before)).toBe("secret");
  expect(before.startsWith(currentPrefix())).toBe(false);
  expect(decrypt(encrypt("another"))).toBe("another");
});

test("values of the first version name no key: each known one is tried", () => {
  const { 0: _version, 1: _key, ...parts } = encrypt("secret").split(".");
  const first = ["v1", ...Object.values(parts)].join(".");
  expect(decrypt(first)).toBe("secret");
  provideEnv({ ENCRYPTION_KEY: NEW, ENCRYPTION_KEYS_OLD: OLD });
  expect(decrypt(first)).toBe("secret");
});

test("without its key a value is refused with words, a changed one too", () => {
  const sealed = encrypt("secret");
  provideEnv({ ENCRYPTION_KEY: NEW });
  expect(() => decrypt(sealed)).toThrow(/ENCRYPTION_KEYS_OLD/);
  const mine = encrypt("secret");
  expect(() => decrypt(`${mine.slice(0, -2)}AA`)).toThrow(/sealed with another key/);
  expect(() => decrypt("secret")).toThrow(/Not a value/);
});
