import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { PERMISSION_IDS } from "@/server/rules/permissions";
import { PAGES, ROUTES } from "./access-table";

/*
 * The file system says which pages and route handlers there are, the table who gets into them, and a page's own
 * source which permission it asks for.
 */

const app = path.resolve(import.meta.dirname, "../../app");
const files = readdirSync(app, { recursive: true, encoding: "utf8" });
const found = (name: string) =>
  files.filter((file) => path.basename(file) === name).map((file) => path.dirname(file));

/** `(admin)/(detail)/admin/orders/[id]` → `/admin/orders/[id]` */
const addressOf = (folder: string) =>
  `/${folder
    .split(path.sep)
    .filter((part) => part !== "." && !/^\(.*\)$/.test(part))
    .join("/")}`;
const pages = new Map(found("page.tsx").map((folder) => [addressOf(folder), folder]));
const sourceOf = (address: string) =>
  readFileSync(path.join(app, pages.get(address) ?? "", "page.tsx"), "utf8");

describe("pages", () => {
  it("are all in the table, and nothing else is", () => {
    expect(Object.keys(PAGES).sort()).toEqual([...pages.keys()].sort());
  });

  it("of the dashboard are inside a layout that asks for an operator", () => {
    expect(readFileSync(path.join(app, "(admin)/layout.tsx"), "utf8")).toMatch(
      /await requireAdmin\(\)/,
    );
    for (const [address, folder] of pages) {
      expect(folder.startsWith("(admin)"), address).toBe(/^\/admin(\/|$)/.test(address));
    }
  });

  const admin = [...pages.keys()].filter((address) => /^\/admin(\/|$)/.test(address));

  it.each(admin)("%s asks at its door, before it reads anything", (address) => {
    const source = sourceOf(address);
    const access = [PAGES[address] ?? []].flat();
    if (PAGES[address] === "signed-in") return;
    const [call = "", argument = ""] = /await requireAdmin\(([^)]*)\)/.exec(source) ?? [];
    const named = PERMISSION_IDS.filter((permission) => argument.includes(`"${permission}"`));
    expect(call, "awaits requireAdmin").not.toBe("");
    expect([...named].sort()).toEqual([...access].sort());
    const reads = source.search(/\b(prefetch|prefetchExisting)\(/);
    if (reads >= 0) expect(source.indexOf(call)).toBeLessThan(reads);
  });

  it.each([...pages.keys()].filter((address) => !admin.includes(address)))(
    "%s shows nothing of the dashboard",
    (address) => {
      expect(sourceOf(address)).not.toMatch(/trpc\.admin|server\/trpc\/rsc"/);
    },
  );
});

describe("route handlers", () => {
  it("are all in the table, and nothing else is", () => {
    expect(Object.keys(ROUTES).sort()).toEqual(found("route.ts").sort());
  });
});
