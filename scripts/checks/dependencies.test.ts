import { describe, expect, it } from "vitest";
import { dependencyProblems, isAllowed } from "./dependencies.mjs";

const good = { version: "1.0.0", license: "MIT", integrity: "sha512-x" };
const problems = (entry: object, name = "left", manifest = {}) =>
  dependencyProblems({
    manifest,
    locked: { "": good, [`node_modules/${name}`]: entry as typeof good },
  });

describe("the check of packages", () => {
  it("takes what is allowed, pinned, and from the registry", () => {
    expect(problems(good, "left", { dependencies: { left: "1.0.0" } })).toEqual([]);
  });

  it.each([
    ["MIT", true],
    ["(MIT OR GPL-3.0-or-later)", true],
    ["Apache-2.0 AND LGPL-3.0-or-later", false],
    ["GPL-3.0-only", false],
    ["SEE LICENSE IN LICENSE", false],
    ["", false],
  ])("licence %s: %s", (licence, allowed) => {
    expect(isAllowed(licence)).toBe(allowed);
  });

  it.each([
    ["a copyleft licence", { ...good, license: "AGPL-3.0-only" }, "left", /licence AGPL/],
    ["no licence", { ...good, license: undefined }, "left", /licence unknown/],
    ["a program at install", { ...good, hasInstallScript: true }, "left", /runs a program/],
    ["a repository", { ...good, resolved: "git+ssh://x/y" }, "left", /elsewhere/],
    ["no checksum", { ...good, integrity: undefined }, "left", /elsewhere/],
    ["a version that was taken over", { ...good, version: "5.6.1" }, "chalk", /phishing/],
    [
      "the same below another package",
      { ...good, version: "4.4.2" },
      "a/node_modules/debug",
      /phish/,
    ],
    ["a hole", { ...good, version: "15.1.9" }, "next", /CVE-2025-29927/],
  ])("refuses %s", (_what, entry, name, why) => {
    expect(problems(entry, name)).toEqual([expect.stringMatching(why)]);
  });

  it("lets what is past the hole be", () => {
    expect(problems({ ...good, version: "15.2.3" }, "next")).toEqual([]);
  });

  it.each(["^1.0.0", "latest", "github:a/b", "1"])("asks for exact versions: %s", (version) => {
    expect(problems(good, "left", { dependencies: { left: version } })).toEqual([
      expect.stringMatching(/not an exact version/),
    ]);
  });
});
