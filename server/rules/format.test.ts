import { describe, expect, it } from "vitest";
import { flag, formatBytes, usedShare } from "./format";

describe("formats", () => {
  it("writes bytes in steps of 1024 with the reader's words", () => {
    expect(formatBytes(0n, "en")).toBe("0 byte");
    expect(formatBytes(107_374_182_400n, "en")).toBe("100 GB");
    expect(formatBytes(1_610_612_736n, "ru")).toMatch(/^1,5\sГБ$/);
  });

  it("makes flags of country codes only", () => {
    expect(flag("DE")).toBe("🇩🇪");
    expect(flag("xx1")).toBe("🌐");
  });

  it("knows no share of the unknown and of the unlimited", () => {
    expect(usedShare(null, 100n)).toBeNull();
    expect(usedShare(5n, 0n)).toBeNull();
    expect(usedShare(50n, 200n)).toBe(0.25);
    expect(usedShare(500n, 200n)).toBe(1);
  });
});
