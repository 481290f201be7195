/** Hours from the end of the paid period; negative is before it. */
export const DEFAULT_RENEWAL_HOURS = [-24, -6, 0, 24, 72] as const;

const HOUR_MS = 3_600_000;
/** How long the last step may still be made: nobody is charged days after they have gone. */
const LAST_STEP_HOURS = 24;
const MAX_STEPS = 10;
/** A week before to a month after. */
const [EARLIEST, LATEST] = [-168, 720];

/**
 * Reads a schedule as an operator writes it: `-24, -6, 0, 24, 72`.
 *
 * @returns null for anything but one to ten different whole hours in rising order
 */
export function parseSchedule(text: string): number[] | null {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== "");
  if (parts.length === 0 || parts.length > MAX_STEPS) return null;
  if (parts.some((part) => !/^[+-]?\d{1,3}$/.test(part))) return null;
  const hours = parts.map(Number);
  const rising = hours.every((hour, index) => index === 0 || hour > (hours[index - 1] ?? hour));
  const inRange = hours.every((hour) => hour >= EARLIEST && hour <= LATEST);
  return rising && inRange ? hours : null;
}

/** When a step of the period that ends at `periodEnd` is due. */
export const stepTime = (periodEnd: Date, hours: number): Date =>
  new Date(periodEnd.getTime() + hours * HOUR_MS);

/**
 * The step that is due now, counted from 0; null before the first and after the last. Steps missed while nothing
 * ran are not made up for: one charge is enough.
 */
export function dueStep(periodEnd: Date, hours: readonly number[], now: Date): number | null {
  for (let step = hours.length - 1; step >= 0; step -= 1) {
    const hour = hours[step] ?? 0;
    if (now < stepTime(periodEnd, hour)) continue;
    const over = step === hours.length - 1 && now >= stepTime(periodEnd, hour + LAST_STEP_HOURS);
    return over ? null : step;
  }
  return null;
}

/** When the next attempt is made; null when none lies ahead. */
export function nextStep(periodEnd: Date, hours: readonly number[], now: Date): Date | null {
  return hours.map((hour) => stepTime(periodEnd, hour)).find((time) => time > now) ?? null;
}

/** Ends of periods that have a step due now lie between these. */
export function dueWindow(hours: readonly number[], now: Date): { from: Date; to: Date } {
  const last = (hours[hours.length - 1] ?? 0) + LAST_STEP_HOURS;
  return { from: stepTime(now, -last), to: stepTime(now, -(hours[0] ?? 0)) };
}

export type PastAttempt = { step: number; outcome: "pending" | "succeeded" | "failed" | "skipped" };

/** Whether another attempt may be made: none runs, none has renewed the period, and this step is new. */
export const mayAttempt = (past: readonly PastAttempt[], step: number): boolean =>
  past.every(
    (attempt) =>
      attempt.step < step && attempt.outcome !== "pending" && attempt.outcome !== "succeeded",
  );
