import type { Evaluate } from "./expression";

/**
 * The part of CEL that Inngest's own helpers produce and a product commonly uses: paths, literals,
 * comparisons, `&&`, `||`, `!` and parentheses. Anything else is refused when the function is registered,
 * not when it runs.
 */
export class UnsupportedExpression extends Error {
  constructor(source: string, why: string) {
    super(`the expression “${source}” is not supported by the embedded executor: ${why}`);
    this.name = "UnsupportedExpression";
  }
}

type Token = { kind: "op" | "text" | "number" | "path"; value: string };

const TOKEN =
  /\s*(?:(&&|\|\||==|!=|<=|>=|<|>|!|\(|\))|('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?)|([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*))/y;

function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (source.slice(TOKEN.lastIndex).trim() !== "") {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(source);
    if (!match) {
      throw new UnsupportedExpression(source, `unexpected “${source.slice(at, at + 10)}”`);
    }
    const [, op, text, number, path] = match;
    if (op !== undefined) tokens.push({ kind: "op", value: op });
    else if (text !== undefined) tokens.push({ kind: "text", value: unquote(text) });
    else if (number !== undefined) tokens.push({ kind: "number", value: number });
    else tokens.push({ kind: "path", value: path ?? "" });
  }
  return tokens;
}

const unquote = (text: string): string => text.slice(1, -1).replace(/\\(.)/g, "$1");

const ordered = (test: (difference: number) => boolean) => (a: unknown, b: unknown) => {
  if (typeof a === "number" && typeof b === "number") return test(a - b);
  if (typeof a === "string" && typeof b === "string") return test(a < b ? -1 : a > b ? 1 : 0);
  return false;
};

const COMPARE = new Map<string, (a: unknown, b: unknown) => boolean>([
  ["==", (a, b) => a === b],
  ["!=", (a, b) => a !== b],
  ["<", ordered((d) => d < 0)],
  ["<=", ordered((d) => d <= 0)],
  [">", ordered((d) => d > 0)],
  [">=", ordered((d) => d >= 0)],
]);

const LITERALS = new Map<string, unknown>([
  ["true", true],
  ["false", false],
  ["null", null],
]);

/** An absent field equals `null`, as it does in CEL's optional access. */
function read(scope: unknown, path: readonly string[]): unknown {
  let value = scope;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return null;
    value = (value as Record<string, unknown>)[key];
  }
  return value ?? null;
}

/** Recursive descent: either → both → comparison → primary. */
export function parse(source: string, roots: readonly string[]): Evaluate {
  const tokens = tokenize(source);
  let at = 0;
  const fail = (why: string) => new UnsupportedExpression(source, why);
  const takeOp = (...ops: string[]): string | null => {
    const token = tokens[at];
    if (token?.kind !== "op" || !ops.includes(token.value)) return null;
    at += 1;
    return token.value;
  };

  function either(): Evaluate {
    let left = both();
    while (takeOp("||")) {
      const [a, b] = [left, both()];
      left = (scope) => Boolean(a(scope)) || Boolean(b(scope));
    }
    return left;
  }
  function both(): Evaluate {
    let left = comparison();
    while (takeOp("&&")) {
      const [a, b] = [left, comparison()];
      left = (scope) => Boolean(a(scope)) && Boolean(b(scope));
    }
    return left;
  }
  function comparison(): Evaluate {
    const left = primary();
    const compare = COMPARE.get(takeOp(...COMPARE.keys()) ?? "");
    if (!compare) return left;
    const right = primary();
    return (scope) => compare(left(scope), right(scope));
  }
  function primary(): Evaluate {
    const token = tokens[at++];
    if (!token) throw fail("it ends too early");
    if (token.kind === "text") return () => token.value;
    if (token.kind === "number") return () => Number(token.value);
    if (token.kind === "path") return path(token.value);
    if (token.value === "!") {
      const inner = primary();
      return (scope) => !inner(scope);
    }
    if (token.value !== "(") throw fail(`unexpected “${token.value}”`);
    const inner = either();
    if (!takeOp(")")) throw fail("a parenthesis is missing");
    return inner;
  }
  function path(text: string): Evaluate {
    if (tokens[at]?.value === "(" && tokens[at]?.kind === "op") throw fail(`no function ${text}()`);
    if (LITERALS.has(text)) return () => LITERALS.get(text);
    const keys = text.split(".");
    if (!roots.includes(keys[0] ?? "")) {
      throw fail(`“${text}” does not begin with ${roots.join(" or ")}`);
    }
    return (scope) => read(scope, keys);
  }

  const whole = either();
  const rest = tokens[at];
  if (rest) throw fail(`unexpected “${rest.value}”`);
  return whole;
}
