import {
  parseAsArrayOf,
  parseAsBoolean,
  parseAsIsoDateTime,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { expect, test } from "vitest";
import { isFiltered, listQuery, validQuery } from "./use-list-params";

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

test("the same filters are the same query, in whatever order they were chosen", () => {
  const chosen = (status: ("paid" | "open")[]) => listQuery(parsers, { ...none, status });
  expect(chosen(["paid", "open"])).toBe(chosen(["open", "paid"]));
  expect(listQuery(parsers, none)).toBe("");
  expect(validQuery(parsers, chosen(["paid"]))).toBe("status=paid");
});

test("of a kept query stays what still means something", () => {
  expect(validQuery(parsers, "status=paid,gone&show=never&colour=red&q=anna")).toBe(
    "q=anna&status=paid",
  );
  expect(validQuery(parsers, "status=gone")).toBe("");
});
