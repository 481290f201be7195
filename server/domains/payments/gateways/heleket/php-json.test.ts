import { describe, expect, it } from "vitest";
import { phpJson, takeSign } from "./php-json";

describe("takeSign", () => {
  it("takes the member out wherever it stands, and leaves every other byte", () => {
    for (const text of [
      '{"sign":"s","a":15.00,"b":1e2}',
      '{"a":15.00,"sign":"s","b":1e2}',
      '{"a":15.00,"b":1e2,"sign":"s"}',
    ]) {
      expect(takeSign(text)).toEqual({
        sign: "s",
        exact: '{"a":15.00,"b":1e2}',
        canonical: '{"a":15.00,"b":1e2}',
      });
    }
  });

  it("leaves a `sign` that is inside of something, or a value", () => {
    const text = '{"a":{"sign":"x"},"b":["sign"],"sign":"s"}';
    expect(takeSign(text)?.canonical).toBe('{"a":{"sign":"x"},"b":["sign"]}');
  });

  it("writes strings as PHP does", () => {
    const { exact, canonical } =
      takeSign('{ "a" : "\\u0422 https://x \\"\\u2028", "sign":"s" }') ?? {};
    expect(canonical).toBe('{"a":"Т https:\\/\\/x \\"\\u2028"}');
    expect(exact).toBe('{ "a" : "\\u0422 https://x \\"\\u2028"}');
  });

  it.each(["", "[]", '"x"', "{", '{"a":1', "{}x", "nonsense"])("knows %j for no object", (text) => {
    expect(takeSign(text)).toBeNull();
  });

  it("finds no signature where there is none", () => {
    expect(takeSign("{}")).toMatchObject({ sign: null });
    expect(takeSign('{"sign":5}')).toMatchObject({ sign: null });
  });
});

describe("phpJson", () => {
  it("writes what it reads back", () => {
    const text = phpJson({ a: "Тест/\n", b: 5, c: true });
    expect(text).toBe('{"a":"Тест\\/\\n","b":5,"c":true}');
    expect(JSON.parse(text)).toEqual({ a: "Тест/\n", b: 5, c: true });
  });
});
