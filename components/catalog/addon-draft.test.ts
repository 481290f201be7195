import { expect, test } from "vitest";
import type { AddonView } from "@/server/domains/catalog/schemas";
import { money } from "@/server/rules/money";
import { fromAddonDraft, toAddonDraft } from "./addon-draft";

const addon: AddonView = {
  id: "adn_1",
  name: { en: "50 GB", ru: "50 ГБ" },
  kind: "traffic",
  quantity: 50n * 1024n ** 3n,
  recurring: false,
  planIds: ["pln_1"],
  position: 1,
  archivedAt: null,
  prices: [money(9_900n, "RUB"), money(50n, "XTR")],
};

test("an add-on that is opened and saved is the same add-on", () => {
  const { id, position, archivedAt, ...input } = addon;
  expect(fromAddonDraft(toAddonDraft(addon))).toEqual(input);
  const devices = { ...addon, kind: "devices" as const, quantity: 3n };
  expect(fromAddonDraft(toAddonDraft(devices))).toMatchObject({ quantity: 3n });
});

test("what is no number is told, not guessed", () => {
  const draft = toAddonDraft(addon);
  for (const quantity of ["", "many", "-1", "1e9"]) {
    expect(fromAddonDraft({ ...draft, quantity })).toEqual({ field: "quantity", code: "number" });
  }
  const devices = { ...draft, kind: "devices" as const, quantity: "1.5" };
  expect(fromAddonDraft(devices)).toEqual({ field: "quantity", code: "number" });
  expect(fromAddonDraft({ ...draft, prices: { RUB: "1.555" } })).toEqual({
    field: "prices",
    code: "price",
  });
});
