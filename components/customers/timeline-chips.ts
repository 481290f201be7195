import { parseAsArrayOf, parseAsStringLiteral } from "nuqs/server";
import type { TimelineKind } from "@/server/domains/customers/schemas";
import type { Permission } from "@/server/rules/permissions";

type Chip = { id: string; kinds: readonly TimelineKind[]; needs: Permission };

/** What a timeline can be narrowed to; what one may not see is not offered. */
export const CHIPS = [
  { id: "money", kinds: ["order", "payment", "refund"], needs: "orders.read" },
  { id: "credit", kinds: ["credit"], needs: "customers.read" },
  { id: "subscriptions", kinds: ["status"], needs: "subscriptions.read" },
  { id: "panel", kinds: ["panel", "device"], needs: "subscriptions.read" },
  { id: "messages", kinds: ["message"], needs: "customers.read" },
  { id: "notes", kinds: ["note"], needs: "customers.read" },
  { id: "team", kinds: ["audit"], needs: "customers.read" },
  { id: "growth", kinds: ["promo", "referral"], needs: "referrals.read" },
] as const satisfies readonly Chip[];

export type ChipId = (typeof CHIPS)[number]["id"];
const IDS = CHIPS.map(({ id }) => id);

export const chipsParam = parseAsArrayOf(parseAsStringLiteral(IDS)).withDefault([]);

export const kindsOf = (chosen: readonly ChipId[]): TimelineKind[] =>
  CHIPS.filter(({ id }) => chosen.includes(id)).flatMap(({ kinds }): TimelineKind[] => [...kinds]);
