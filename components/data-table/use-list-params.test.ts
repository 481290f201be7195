import {
  parseAsArrayOf,
  parseAsBoolean,
  parseAsIsoDateTime,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { expect, test } from "vitest";
import { isFiltered } from "./use-list-params";

const parsers = {
  q: parseAsString.withDefault(""),
  status: parseAsArrayOf(parseAsStringLiteral(["paid", "open"])).withDefault([]),
  since: parseAsIsoDateTime,
  behind: parseAsBoolean.withDefault(false),
  show: parseAsStringLiteral(["all", "new"]).withDefault("all"),
  dir: parseAsStringLiteral(["asc", "desc"]).withDefault("desc"),
};
const none = {
  q: "",
  status: [],
  since: null,
  behind: false,
  show: "all" as const,
  dir: "desc" as const,
};

test("a list as it opens is not filtered, however it is ordered", () => {
  expect(isFiltered(parsers, none)).toBe(false);
  expect(isFiltered(parsers, { ...none, dir: "asc" })).toBe(false);
});

test.each([
  { q: "anna" },
  { status: ["paid" as const] },
  { since: new Date(0) },
  { behind: true },
  { show: "new" as const },
])("%j leaves something out", (some) => {
  expect(isFiltered(parsers, { ...none, ...some })).toBe(true);
});
