import { createHash } from "node:crypto";
import { parse } from "./expression-parser";

type Scope = Record<string, unknown>;
export type Evaluate = (scope: Scope) => unknown;

const compiled = new Map<string, Evaluate>();

/**
 * Compiles an expression over the given roots (`event`, and `async` for the event that is waited for).
 * Throws {@link UnsupportedExpression}.
 */
export function compile(source: string, roots: readonly string[] = ["event", "async"]): Evaluate {
  const key = `${roots.join()}|${source}`;
  const known = compiled.get(key);
  if (known) return known;
  const evaluate = parse(source, roots);
  compiled.set(key, evaluate);
  return evaluate;
}

/** True for no expression at all. */
export const holds = (source: string | null | undefined, scope: Scope): boolean =>
  !source || Boolean(compile(source)(scope));

/** Longer keys would not fit into an index, and not every character fits into a text of PostgreSQL. */
const LONGEST_KEY = 200;
const UNFIT = /[\p{Surrogate}\p{Cc}]/u;

/** The value of a key expression as text; empty for no expression. */
export function keyOf(source: string | null | undefined, scope: Scope): string {
  if (!source) return "";
  const value = compile(source)(scope);
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return text.length <= LONGEST_KEY && !UNFIT.test(text)
    ? text
    : createHash("sha256").update(text).digest("hex");
}
