import { expect, it } from "vitest";
import { countryOf } from "./country-of";

it.each([
  ["193.0.6.139", "NL"],
  ["2001:67c:2e8::1", "NL"],
  ["77.88.8.8", "RU"],
])("%s was given to %s", (address, country) => {
  expect(countryOf(address)).toBe(country);
});

it.each(["127.0.0.1", "10.0.0.7", "::1", "", "?", "no address", "999.1.1.1"])(
  "“%s” is nowhere",
  (address) => {
    expect(countryOf(address)).toBeNull();
  },
);
