/**
 * The part of CEL that Inngest's own helpers produce and this product uses: paths, literals, comparisons,
 * `&&`, `||`, `!` and parentheses. Anything else is refused when the function is registered, not when it runs.
 */
type Scope = Record<string, unknown>;
type Node = (scope: Scope) => unknown;

export class UnsupportedExpression extends Error {
  constructor(source: string, why: string) {
    super(`the expression “${source}” is not supported by the embedded executor: ${why}`);
  }
}

const TOKEN =
  /\s*(?:(&&|\|\||==|!=|<=|>=|<|>|!|\(|\))|('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?)|([A-Za-z_][\w]*(?:\.[A-Za-z_][\w]*)*))/y;

const COMPARE: Record<string, (a: never, b: never) => boolean> = {
  "==": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};

const LITERALS: Record<string, unknown> = { true: true, false: false, null: null };

type Token = { kind: "op" | "text" | "number" | "path"; value: string };

function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (source.slice(TOKEN.lastIndex).trim() !== "") {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(source);
    if (!match)
      throw new UnsupportedExpression(source, `unexpected “${source.slice(at, at + 10)}”`);
    const [, op, text, number, path] = match;
    tokens.push(
      op !== undefined
        ? { kind: "op", value: op }
        : text !== undefined
          ? { kind: "text", value: text.slice(1, -1).replace(/\\(.)/g, "$1") }
          : number !== undefined
            ? { kind: "number", value: number }
            : { kind: "path", value: path ?? "" },
    );
  }
  return tokens;
}

const read = (scope: unknown, path: string): unknown =>
  path
    .split(".")
    .reduce<unknown>(
      (value, key) =>
        typeof value === "object" && value !== null
          ? (value as Record<string, unknown>)[key]
          : undefined,
      scope,
    );

const compiled = new Map<string, Node>();

/** Compiles an expression; throws {@link UnsupportedExpression}. */
export function compile(source: string): Node {
  const known = compiled.get(source);
  if (known) return known;
  const tokens = tokenize(source);
  let at = 0;
  const isNext = (...ops: string[]) => {
    const token = tokens[at];
    return token?.kind === "op" && ops.includes(token.value) ? token.value : null;
  };
  const fail = (why: string) => new UnsupportedExpression(source, why);

  const primary = (): Node => {
    const token = tokens[at++];
    if (!token) throw fail("it ends too early");
    if (token.kind === "text") return () => token.value;
    if (token.kind === "number") return () => Number(token.value);
    if (token.kind === "path") {
      if (tokens[at]?.value === "(") throw fail(`no function ${token.value}`);
      return token.value in LITERALS
        ? () => LITERALS[token.value]
        : (scope) => read(scope, token.value);
    }
    if (token.value === "!") {
      const inner = primary();
      return (scope) => !inner(scope);
    }
    if (token.value !== "(") throw fail(`unexpected ${token.value}`);
    const inner = either();
    if (!isNext(")")) throw fail("a parenthesis is missing");
    at += 1;
    return inner;
  };
  const comparison = (): Node => {
    const left = primary();
    const op = isNext(...Object.keys(COMPARE));
    if (!op) return left;
    at += 1;
    const right = primary();
    const compare = COMPARE[op];
    return (scope) => compare?.(left(scope) as never, right(scope) as never);
  };
  const both = (): Node => {
    let left = comparison();
    while (isNext("&&")) {
      at += 1;
      const [a, b] = [left, comparison()];
      left = (scope) => Boolean(a(scope)) && Boolean(b(scope));
    }
    return left;
  };
  function either(): Node {
    let left = both();
    while (isNext("||")) {
      at += 1;
      const [a, b] = [left, both()];
      left = (scope) => Boolean(a(scope)) || Boolean(b(scope));
    }
    return left;
  }

  const node = either();
  if (at < tokens.length) throw fail(`unexpected ${tokens[at]?.value ?? ""}`);
  compiled.set(source, node);
  return node;
}

/** True for no expression at all. */
export const holds = (source: string | null | undefined, scope: Scope): boolean =>
  !source || Boolean(compile(source)(scope));

/** The value of a key expression as text; empty for no expression. */
export function keyOf(source: string | null | undefined, scope: Scope): string {
  if (!source) return "";
  const value = compile(source)(scope);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
