import { expect, test } from "vitest";
import type { PlanView } from "@/server/domains/catalog/schemas";
import { money } from "@/server/rules/money";
import { fromDraft, toDraft } from "./plan-draft";

const plan: PlanView = {
  id: "pln_1",
  name: { en: "Plus", ru: "Плюс" },
  description: { en: "", ru: "" },
  trafficLimitBytes: 100n * 1024n ** 3n,
  trafficStrategy: "MONTH",
  deviceLimit: null,
  internalSquads: ["5f9dcf2c-6c3b-4b5e-9a53-0b62c0f3d6a1"],
  externalSquad: null,
  audience: "all",
  position: 0,
  archivedAt: null,
  durations: [{ id: "dur_1", days: 30, prices: [money(19_905n, "RUB"), money(150n, "XTR")] }],
};

test("a plan that is opened and saved is the same plan", () => {
  const { id, position, archivedAt, ...input } = plan;
  expect(fromDraft(toDraft(plan))).toEqual(input);
});

test("empty means unlimited traffic, the panel's devices and no price", () => {
  const draft = { ...toDraft(plan), traffic: "", devices: "" };
  draft.durations = [{ key: "a", days: "30", prices: { RUB: " " } }];
  expect(fromDraft(draft)).toMatchObject({
    trafficLimitBytes: 0n,
    deviceLimit: null,
    durations: [{ days: 30, prices: [] }],
  });
});

test("what is no number is told, not guessed", () => {
  const draft = toDraft(plan);
  expect(fromDraft({ ...draft, traffic: "many" })).toEqual({ field: "traffic", code: "number" });
  const withPrice = (RUB: string) => ({
    ...draft,
    durations: [{ key: "a", days: "30", prices: { RUB } }],
  });
  expect(fromDraft(withPrice("1,5"))).toMatchObject({
    durations: [{ prices: [{ amount: 150n }] }],
  });
  expect(fromDraft(withPrice("1.555"))).toEqual({ field: "durations", code: "price" });
});
