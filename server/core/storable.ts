import { AppError } from "./errors";

const MAX_INT8 = 2n ** 63n;
const [FIRST_DATE, LAST_DATE] = [Date.UTC(1, 0, 1), Date.UTC(9999, 11, 31)];

/**
 * Refuses what no column can hold, whatever field it is in: NUL and halves of a surrogate pair in text, dates
 * without a four-digit year, integers beyond 64 bits. Without recursion, for inputs may be nested without end.
 *
 * @throws AppError `validation invalid_input`, naming the field
 */
export function refuseUnstorable(input: unknown): void {
  const left: [value: unknown, path: string][] = [[input, ""]];
  for (let next = left.pop(); next; next = left.pop()) {
    const [value, path] = next;
    const problem = problemOf(value);
    if (problem) {
      const field = path || "input";
      throw new AppError("validation", "invalid_input", `${field}: ${problem}`, { field });
    }
    if (!isContainer(value)) continue;
    for (const [key, item] of Object.entries(value)) {
      // Long paths help nobody, and those of deep inputs would fill the memory.
      const deeper = path.length > 200 ? path : path ? `${path}.${key}` : key;
      left.push([item, deeper]);
      if (!Array.isArray(value)) left.push([key, path]);
    }
  }
}

function problemOf(value: unknown): string | null {
  if (typeof value === "string") {
    return value.includes("\u0000") || /\p{Surrogate}/u.test(value)
      ? "has characters that cannot be stored"
      : null;
  }
  if (typeof value === "bigint") {
    return value < -MAX_INT8 || value >= MAX_INT8 ? "is too large a number" : null;
  }
  if (value instanceof Date && !Number.isNaN(value.getTime())) {
    return value.getTime() < FIRST_DATE || value.getTime() > LAST_DATE
      ? "is out of the calendar's range"
      : null;
  }
  return null;
}

function isContainer(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}

/** Text as a column can hold it and as others accept it: what {@link refuseUnstorable} refuses becomes a `\uFFFD`. */
export const toStorable = (text: string): string =>
  text.replaceAll("\u0000", "\uFFFD").replace(/\p{Surrogate}/gu, "\uFFFD");
