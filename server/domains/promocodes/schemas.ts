import { z } from "zod";
import type { LocalizedText } from "@/db/schema/catalog";
import type { Money } from "@/server/rules/money";

const id = z.string().min(1).max(64);

export const enterPromoCodeInput = z.object({
  customerId: id,
  /** Whatever was typed: what cannot be a code is an unknown one. */
  code: z.string(),
  /** Which of their subscriptions is to have it; absent takes the one that lasts longest. */
  subscriptionId: id.nullable().default(null),
});

/** What a code gave at once. */
export type Gift =
  | { kind: "days"; days: number; subscriptionId: string }
  | { kind: "plan"; plan: LocalizedText; days: number; subscriptionId: string }
  | { kind: "trial"; plan: LocalizedText; days: number; subscriptionId: string }
  | { kind: "traffic"; bytes: bigint; subscriptionId: string }
  | { kind: "devices"; devices: number; subscriptionId: string }
  | { kind: "discount"; basisPoints: number }
  | { kind: "group"; group: string };

/** What a code will take off the next order. */
export type PromoBenefit =
  | { kind: "percent"; basisPoints: number }
  | { kind: "fixed"; amounts: Money[] };

export type EnteredPromo =
  | { kind: "granted"; code: string; gifts: Gift[] }
  | { kind: "pending"; code: string; discount: PromoBenefit };
