import { expect, it } from "vitest";
import { safeNext } from "./safe-next";

it.each(["/admin", "/admin/orders?status=paid&q=%D0%B0", "/admin?x=1", "/admin#top"])(
  "goes on to %s",
  (next) => expect(safeNext(next)).toBe(next),
);

it.each([
  "",
  null,
  undefined,
  "/administrator",
  "//evil.example/admin",
  "https://evil.example/admin",
  "/admin/..\\..\\evil",
  "/admin/\r\nset-cookie: a=b",
  "javascript:alert(1)",
  "/miniapp",
  `/admin/${"a".repeat(3000)}`,
])("goes nowhere else: %j", (next) => expect(safeNext(next)).toBe("/admin"));
