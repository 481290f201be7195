import type { z } from "zod";
import type { PlanAudience, TrafficStrategy } from "@/db/enums";
import type { PlanView, planInput } from "@/server/domains/catalog/schemas";
import { type Currency, fromDecimal, toDecimal } from "@/server/rules/money";

const GIB = 1024n ** 3n;

/** A plan while it is being edited: numbers as they were typed. */
export type PlanDraft = {
  name: { en: string; ru: string };
  description: { en: string; ru: string };
  /** GiB; empty is unlimited. */
  traffic: string;
  trafficStrategy: TrafficStrategy;
  /** Empty leaves it to the panel, 0 means as many as one likes. */
  devices: string;
  internalSquads: string[];
  externalSquad: string | null;
  audience: PlanAudience;
  durations: {
    key: string;
    id?: string;
    days: string;
    prices: Partial<Record<Currency, string>>;
  }[];
  currencies: Currency[];
};

let keys = 0;
export const newKey = (): string => `row-${++keys}`;

export function toDraft(plan: PlanView | null): PlanDraft {
  if (!plan) {
    return {
      name: { en: "", ru: "" },
      description: { en: "", ru: "" },
      traffic: "100",
      trafficStrategy: "MONTH",
      devices: "3",
      internalSquads: [],
      externalSquad: null,
      audience: "all",
      durations: [{ key: newKey(), days: "30", prices: {} }],
      currencies: ["XTR", "USD"],
    };
  }
  const used = new Set(plan.durations.flatMap(({ prices }) => prices.map((p) => p.currency)));
  return {
    name: plan.name,
    description: plan.description,
    traffic: plan.trafficLimitBytes === 0n ? "" : gib(plan.trafficLimitBytes),
    trafficStrategy: plan.trafficStrategy,
    devices: plan.deviceLimit === null ? "" : String(plan.deviceLimit),
    internalSquads: plan.internalSquads,
    externalSquad: plan.externalSquad,
    audience: plan.audience,
    durations: plan.durations.map(({ id, days, prices }) => ({
      key: id,
      id,
      days: String(days),
      prices: Object.fromEntries(prices.map((price) => [price.currency, toDecimal(price)])),
    })),
    currencies: used.size > 0 ? [...used] : ["XTR", "USD"],
  };
}

/** Whole GiB exactly, others with two digits. */
const gib = (bytes: bigint): string =>
  bytes % GIB === 0n ? (bytes / GIB).toString() : (Number(bytes) / Number(GIB)).toFixed(2);

export type DraftProblem = { field: string; code: string };

/** What the server takes, or the first thing that is not a number where one belongs. */
export function fromDraft(draft: PlanDraft): z.input<typeof planInput> | DraftProblem {
  const traffic = Number(draft.traffic || 0);
  if (!Number.isFinite(traffic) || traffic < 0) return { field: "traffic", code: "number" };
  const durations: z.input<typeof planInput>["durations"] = [];
  for (const { id, days, prices } of draft.durations) {
    const amounts: { currency: Currency; amount: bigint }[] = [];
    for (const currency of draft.currencies) {
      const text = (prices[currency] ?? "").trim().replace(",", ".");
      if (text === "") continue;
      const parsed = fromDecimal(text, currency);
      if (!parsed || parsed.amount < 0n) return { field: "durations", code: "price" };
      amounts.push(parsed);
    }
    if (!/^\d+$/.test(days)) return { field: "durations", code: "days" };
    durations.push({ ...(id ? { id } : {}), days: Number(days), prices: amounts });
  }
  return {
    name: draft.name,
    description: draft.description,
    // Two digits of a GiB are what the form shows: kept exactly by counting hundredths.
    trafficLimitBytes: (BigInt(Math.round(traffic * 100)) * GIB) / 100n,
    trafficStrategy: draft.trafficStrategy,
    deviceLimit: draft.devices === "" ? null : Number(draft.devices),
    internalSquads: draft.internalSquads,
    externalSquad: draft.externalSquad,
    audience: draft.audience,
    durations,
  };
}
