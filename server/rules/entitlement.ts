import type { OrderKind } from "@/db/enums";
import { isLifetime, LIFETIME_DAYS, LIFETIME_EXPIRY } from "./subscription-state";

const DAY_MS = 86_400_000;

/** `days` after `from`; for life stays for life. */
export function expiryAfter(from: Date, days: number): Date {
  if (days >= LIFETIME_DAYS || isLifetime(from)) return LIFETIME_EXPIRY;
  return new Date(Math.min(from.getTime() + days * DAY_MS, LIFETIME_EXPIRY.getTime()));
}

/**
 * When bought time begins: a renewal is added to what runs and loses no day of it; a new subscription and a
 * change of plan begin now, what was left of the old plan being credited.
 */
export function periodStart(kind: OrderKind, now: Date, expiresAt?: Date): Date {
  return kind === "renew" && expiresAt && expiresAt > now ? expiresAt : now;
}
