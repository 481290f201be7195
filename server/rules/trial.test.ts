import { expect, it } from "vitest";
import { type TrialPerson, type TrialTerms, trialRefusal } from "./trial";

const terms: TrialTerms = { enabled: true, audience: "new", maxPerPerson: 1 };
const newcomer: TrialPerson = {
  suspended: false,
  invited: false,
  existing: false,
  served: false,
  claims: 0,
};

it("is due to a newcomer, once", () => {
  expect(trialRefusal(terms, newcomer)).toBeNull();
  expect(trialRefusal(terms, { ...newcomer, claims: 1 })).toBe("trial_used");
  expect(trialRefusal({ ...terms, maxPerPerson: 2 }, { ...newcomer, claims: 1 })).toBeNull();
});

it("is not due where it is switched off, nor to whom it is not meant for", () => {
  expect(trialRefusal({ ...terms, enabled: false }, newcomer)).toBe("trial_off");
  expect(trialRefusal(terms, { ...newcomer, existing: true })).toBe("trial_not_for_you");
  expect(trialRefusal(terms, { ...newcomer, suspended: true })).toBe("trial_not_for_you");
  expect(trialRefusal({ ...terms, audience: "invited" }, newcomer)).toBe("trial_not_for_you");
  expect(
    trialRefusal({ ...terms, audience: "invited" }, { ...newcomer, invited: true }),
  ).toBeNull();
});

it("is not due to whom a subscription works already, but to a former customer where it is for all", () => {
  const all = { ...terms, audience: "all" as const };
  expect(trialRefusal(all, { ...newcomer, existing: true })).toBeNull();
  expect(trialRefusal(all, { ...newcomer, served: true })).toBe("trial_not_for_you");
});
