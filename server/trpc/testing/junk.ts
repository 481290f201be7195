import fc from "fast-check";
import type { z } from "zod";

/** What a schema of zod says of itself, as far as it is looked at here. */
type Def = {
  type: string;
  shape?: Record<string, z.ZodType>;
  innerType?: z.ZodType;
  element?: z.ZodType;
  options?: z.ZodType[];
  values?: unknown[];
  entries?: Record<string, string | number>;
  keyType?: z.ZodType;
  valueType?: z.ZodType;
  items?: z.ZodType[];
  in?: z.ZodType;
  out?: z.ZodType;
  left?: z.ZodType;
  right?: z.ZodType;
};
type Bag = { minimum?: number | bigint; maximum?: number | bigint; patterns?: Set<RegExp> };
type Pool = (field: string) => string[];

/** Values that have broken programs before: PostgreSQL refuses some, arithmetic and JSON choke on others. */
const NASTY = [
  "",
  " ",
  "\u0000",
  "a\u0000b",
  "\ud800",
  "x\udfff",
  "__proto__",
  "constructor",
  "' or 1=1; --",
  "%_\\",
  "x".repeat(20_000),
  "🙂".repeat(500),
  "2026-13-45T99:99:99Z",
  "999999-01-01T00:00:00Z",
  "99999999999999999999999999",
  "-1",
  "1e400",
  null,
  undefined,
  true,
  0,
  -0,
  -1,
  0.1,
  2 ** 31,
  2 ** 53,
  -(2 ** 63),
  1e308,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  10n ** 30n,
  -(2n ** 63n) - 1n,
  2n ** 63n,
  [],
  {},
  new Date(Number.NaN),
  new Date(8.64e15),
  new Date(-8.64e15),
  JSON.parse('{"__proto__":{"polluted":true},"toString":1}'),
  Array.from({ length: 600 }, () => ({})),
  deep(400),
];

function deep(levels: number): unknown {
  return levels === 0 ? "end" : { a: [deep(levels - 1)] };
}

/** Anything at all, without a thought of what is expected. */
export const junk: fc.Arbitrary<unknown> = fc.oneof(
  { arbitrary: fc.constantFrom(...NASTY), weight: 3 },
  fc.anything({ withBigInt: true, withDate: true, withNullPrototype: false, maxDepth: 3 }),
  fc.string({ unit: "binary", maxLength: 50 }),
);

/**
 * Inputs that come close to what the schema wants: mostly right, so that they get past the first check, and
 * wrong in a place or two. `pool` has words that mean something, such as ids of what exists, by field.
 */
export function almost(schema: z.ZodType, pool: Pool): fc.Arbitrary<unknown> {
  return near(schema, "", pool);
}

function near(schema: z.ZodType, field: string, pool: Pool): fc.Arbitrary<unknown> {
  return fc.oneof(
    { arbitrary: shaped(schema, field, pool), weight: 14 },
    { arbitrary: junk, weight: 1 },
  );
}

function shaped(schema: z.ZodType, field: string, pool: Pool): fc.Arbitrary<unknown> {
  const def = schema._zod.def as unknown as Def;
  const inner = (child: z.ZodType | undefined, name = field) =>
    child ? near(child, name, pool) : junk;
  switch (def.type) {
    case "object":
      return object(def.shape ?? {}, pool);
    case "string":
      return text(schema, field, pool);
    case "number":
    case "bigint":
      return amount(schema, def.type);
    case "boolean":
      return fc.boolean();
    case "date":
      return fc.date({ noInvalidDate: false });
    case "enum":
      return fc.constantFrom(...Object.values(def.entries ?? {}));
    case "literal":
      return fc.constantFrom(...(def.values ?? []));
    case "array":
      return fc.array(inner(def.element), { maxLength: 4 });
    case "tuple":
      return fc.tuple(...(def.items ?? []).map((item) => inner(item)));
    case "record":
      return fc.dictionary(
        inner(def.keyType).map((key) => String(key)),
        inner(def.valueType),
        { maxKeys: 4 },
      );
    case "union":
      return fc.oneof(...(def.options ?? []).map((option) => inner(option)));
    case "intersection":
      return fc
        .tuple(inner(def.left), inner(def.right))
        .map(([left, right]) => ({ ...Object(left), ...Object(right) }) as unknown);
    case "nullable":
      return fc.option(inner(def.innerType), { nil: null });
    case "optional":
    case "default":
    case "prefault":
      return fc.option(inner(def.innerType), { nil: undefined });
    case "pipe":
      // A transform in front takes anything; what it makes is what is checked.
      return inner(isTransform(def.in) ? def.out : def.in);
    default:
      return def.innerType ? inner(def.innerType) : junk;
  }
}

const isTransform = (schema: z.ZodType | undefined) =>
  (schema?._zod.def as { type?: string } | undefined)?.type === "transform";

function object(shape: Record<string, z.ZodType>, pool: Pool): fc.Arbitrary<unknown> {
  const fields = Object.fromEntries(
    Object.entries(shape).map(([name, child]) => [name, near(child, name, pool)]),
  );
  return fc.oneof(
    { arbitrary: fc.record(fields), weight: 8 },
    { arbitrary: fc.record(fields, { requiredKeys: [] }), weight: 1 },
    {
      arbitrary: fc
        .tuple(fc.record(fields), junk)
        .map(([value, more]) => ({ ...value, unasked: more }) as unknown),
      weight: 1,
    },
  );
}

function text(schema: z.ZodType, field: string, pool: Pool): fc.Arbitrary<unknown> {
  const { patterns, minimum = 0, maximum = 60 } = schema._zod.bag as Bag;
  const minLength = Math.min(Number(minimum), 100);
  const known = pool(field);
  const [pattern] = patterns ?? [];
  return fc.oneof(
    ...(known.length > 0 ? [{ arbitrary: fc.constantFrom(...known), weight: 6 }] : []),
    ...(pattern ? [{ arbitrary: fc.stringMatching(unicode(pattern)), weight: 4 }] : []),
    {
      arbitrary: fc.string({ minLength, maxLength: Math.min(Number(maximum), minLength + 60) }),
      weight: 2,
    },
    {
      arbitrary: fc
        .tuple(
          fc.constantFrom("\u0000", "\ud800", "\udc00", "\u202e", "'", "%"),
          fc.string({ minLength, maxLength: minLength + 5 }),
        )
        .map(([mark, rest]) => (rest + mark).slice(-Math.max(1, Number(maximum)))),
      weight: 2,
    },
  );
}

/** fast-check makes strings of patterns without lookarounds only; of others any string will do. */
const unicode = (pattern: RegExp): RegExp => (/\(\?[=!<]/.test(pattern.source) ? /^.+$/ : pattern);

function amount(schema: z.ZodType, type: "number" | "bigint"): fc.Arbitrary<unknown> {
  const { minimum, maximum } = schema._zod.bag as Bag;
  const edges = [minimum, maximum].flatMap((edge) => (edge === undefined ? [] : [edge]));
  if (type === "bigint") {
    return fc.oneof(
      fc.bigInt({ min: -10n, max: 100_000n }),
      fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }),
      ...edges.map((edge) => fc.constantFrom(BigInt(edge), BigInt(edge) - 1n, BigInt(edge) + 1n)),
    );
  }
  return fc.oneof(
    fc.integer({ min: -2, max: 200 }),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.double(),
    ...edges.map((edge) => fc.constantFrom(Number(edge), Number(edge) - 1, Number(edge) + 1)),
  );
}
