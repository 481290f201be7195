import { expect, test } from "vitest";
import type { PromoCodeView } from "@/server/domains/promocodes/schemas";
import { money } from "@/server/rules/money";
import { EMPTY_DRAFT, termsOf, toDraft } from "./promo-draft";

const GIB = 1024n ** 3n;
const local = (at: Date) => at.toISOString().slice(0, 16);
const code: PromoCodeView = {
  id: "prm_1",
  code: "SPRING",
  kind: "special",
  percentBp: null,
  amounts: [],
  trialDays: null,
  special: { days: 7, trafficBytes: 5n * GIB, devices: 2, personalDiscountBp: 1250, group: "vip" },
  maxUses: 100,
  perPerson: 2,
  validFrom: null,
  validUntil: null,
  planIds: ["pln_1"],
  durationDays: [30],
  groups: ["a", "b"],
  minOrder: [money(50_050n, "RUB"), money(10n, "XTR")],
  newCustomersOnly: true,
  stacks: false,
  uses: 3,
  batch: null,
  note: "for spring",
  archivedAt: null,
  createdAt: new Date(0),
  state: "active",
};

test("a code that is opened and saved is the same code", () => {
  expect(termsOf(toDraft(code, local))).toEqual({
    kind: "special",
    percentBp: null,
    amounts: {},
    trialDays: null,
    special: { ...code.special, planId: undefined },
    maxUses: 100,
    perPerson: 2,
    validFrom: null,
    validUntil: null,
    planIds: ["pln_1"],
    durationDays: [30],
    groups: ["a", "b"],
    minOrder: { RUB: 50_050n, XTR: 10n },
    newCustomersOnly: true,
    stacks: false,
    note: "for spring",
  });
});

test("percentages are kept exactly, and what another kind gives is left out", () => {
  const of = (percent: string) => termsOf({ ...EMPTY_DRAFT, percent, trialDays: "7" });
  expect(of("12,5")).toMatchObject({ percentBp: 1250, trialDays: null });
  expect(of("0.29")).toMatchObject({ percentBp: 29 });
  expect(of("33.333")).toEqual({ field: "percentBp", code: "percentBp" });
  expect(of("ten")).toEqual({ field: "percentBp", code: "number" });
});

test("what is no amount or date is told, not guessed", () => {
  const fixed = { ...EMPTY_DRAFT, kind: "fixed" as const };
  expect(termsOf({ ...fixed, amounts: { RUB: "1.555" } })).toEqual({
    field: "amounts",
    code: "amount",
  });
  expect(termsOf({ ...fixed, amounts: { RUB: "1,5", USD: " " } })).toMatchObject({
    amounts: { RUB: 150n },
  });
  expect(termsOf({ ...EMPTY_DRAFT, validUntil: "soon" })).toEqual({
    field: "validUntil",
    code: "date",
  });
});
