import { describe, expect, it } from "vitest";
import { HOLD_REASONS } from "@/server/rules/settlement";
import en from "./messages/en/payments.json";
import ru from "./messages/ru/payments.json";

describe.each([
  ["English", en],
  ["Russian", ru],
])("a held payment in %s", (_language, { held, event }) => {
  it("is told with each reason there is, where it is decided on and among what the gateway said", () => {
    expect(Object.keys(held.reasons).sort()).toEqual([...HOLD_REASONS].sort());
    expect(Object.keys(event.outcomes)).toEqual(
      expect.arrayContaining(HOLD_REASONS.map((reason) => `held_${reason}`)),
    );
  });
});
