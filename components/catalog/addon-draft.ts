import type { z } from "zod";
import type { AddonKind } from "@/db/enums";
import type { AddonView, addonInput } from "@/server/domains/catalog/schemas";
import { CURRENCY_CODES, type Currency, fromDecimal, toDecimal } from "@/server/rules/money";
import type { DraftProblem } from "./plan-draft";

const GIB = 1024n ** 3n;

/** An add-on while it is being edited: numbers as they were typed. */
export type AddonDraft = {
  name: { en: string; ru: string };
  kind: AddonKind;
  /** GiB, or a number of devices. */
  quantity: string;
  recurring: boolean;
  planIds: string[];
  prices: Partial<Record<Currency, string>>;
};

export function toAddonDraft(addon: AddonView | null): AddonDraft {
  if (!addon) {
    return {
      name: { en: "", ru: "" },
      kind: "devices",
      quantity: "1",
      recurring: true,
      planIds: [],
      prices: {},
    };
  }
  const { name, kind, quantity, recurring, planIds, prices } = addon;
  return {
    name,
    kind,
    quantity: kind === "devices" ? quantity.toString() : gib(quantity),
    recurring,
    planIds,
    prices: Object.fromEntries(prices.map((price) => [price.currency, toDecimal(price)])),
  };
}

/** Whole GiB exactly, others with two digits. */
const gib = (bytes: bigint): string =>
  bytes % GIB === 0n ? (bytes / GIB).toString() : (Number(bytes) / Number(GIB)).toFixed(2);

/** What the server takes, or the first thing that is not a number where one belongs. */
export function fromAddonDraft(draft: AddonDraft): z.input<typeof addonInput> | DraftProblem {
  const typed = draft.quantity.trim().replace(",", ".");
  const pattern = draft.kind === "devices" ? /^\d{1,4}$/ : /^\d{1,9}(\.\d{1,2})?$/;
  if (!pattern.test(typed)) return { field: "quantity", code: "number" };
  const prices: { currency: Currency; amount: bigint }[] = [];
  for (const currency of CURRENCY_CODES) {
    const text = (draft.prices[currency] ?? "").trim().replace(",", ".");
    if (text === "") continue;
    const parsed = fromDecimal(text, currency);
    if (!parsed || parsed.amount < 0n) return { field: "prices", code: "price" };
    prices.push(parsed);
  }
  const { name, kind, recurring, planIds } = draft;
  const quantity =
    kind === "devices" ? BigInt(typed) : (BigInt(Math.round(Number(typed) * 100)) * GIB) / 100n;
  return { name, kind, quantity, recurring, planIds, prices };
}
