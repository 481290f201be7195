import { expect, test } from "vitest";
import { csvCell } from "./csv";

test("a customer's name can neither break the table nor run as a formula", () => {
  expect(csvCell('Ann "the", best')).toBe('"Ann ""the"", best"');
  expect(csvCell("=HYPERLINK(1)")).toBe("'=HYPERLINK(1)");
  expect(csvCell("@ann")).toBe("'@ann");
  expect(csvCell("-12.50")).toBe("-12.50");
  expect(csvCell(null)).toBe("");
  expect(csvCell(new Date(0))).toBe("1970-01-01T00:00:00.000Z");
});
