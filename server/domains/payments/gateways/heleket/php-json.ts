/** `{"sign":"…"}` taken out of a document, and the document as PHP's json_encode would write it. */
export type Unsigned = { sign: string | null; exact: string; canonical: string };

const TOKEN = /\s+|"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/gy;

/**
 * Takes the top-level member `sign` out of a JSON object without parsing numbers or ordering keys: what was
 * signed is a text, and `15.00` must not become `15`. Null when it is no object.
 *
 * `exact` keeps the bytes that were sent; `canonical` writes strings as PHP does with JSON_UNESCAPED_UNICODE
 * (letters raw, `/` as `\/`) and no white space.
 */
export function takeSign(text: string): Unsigned | null {
  if (!isJson(text)) return null;
  const tokens = text.match(TOKEN) ?? [];
  if (tokens.join("") !== text) return null;
  const members = splitMembers(tokens);
  if (!members) return null;
  const signed = members.filter((member) => keyOf(member) === "sign");
  const rest = members.filter((member) => keyOf(member) !== "sign");
  const value = signed.at(-1)?.filter(isInk).at(-1);
  return {
    sign: value?.startsWith('"') ? (JSON.parse(value) as string) : null,
    exact: `{${rest.map((member) => member.join("")).join(",")}}`,
    canonical: `{${rest.map((member) => member.filter(isInk).map(asPhp).join("")).join(",")}}`,
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const isInk = (token: string): boolean => token.trim() !== "";

const keyOf = (member: string[]): string => {
  const key = member.find(isInk) ?? "";
  return key.startsWith('"') ? (JSON.parse(key) as string) : "";
};

/** The members of the outermost object, each as its tokens; null when that is not what there is. */
function splitMembers(tokens: string[]): string[][] | null {
  const inked = tokens.filter(isInk);
  if (inked[0] !== "{" || inked.at(-1) !== "}") return null;
  const inner = tokens.slice(tokens.indexOf("{") + 1, tokens.lastIndexOf("}"));
  const members: string[][] = [[]];
  let depth = 0;
  for (const token of inner) {
    if (token === "{" || token === "[") depth += 1;
    if (token === "}" || token === "]") depth -= 1;
    if (token === "," && depth === 0) members.push([]);
    else members.at(-1)?.push(token);
  }
  return members;
}

/** Strings are written anew; everything else stays, to the last zero. */
function asPhp(token: string): string {
  if (!token.startsWith('"')) return token;
  return phpString(JSON.parse(token) as string);
}

/** PHP escapes as JavaScript does, and `/` and the two line separators as well. */
const phpString = (value: string): string =>
  JSON.stringify(value)
    .replaceAll("/", "\\/")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");

/** A document for the wire, in the form whose signature the other side computes. */
export const phpJson = (value: Record<string, string | boolean | number>): string =>
  `{${Object.entries(value)
    .map(
      ([key, inner]) =>
        `${phpString(key)}:${typeof inner === "string" ? phpString(inner) : String(inner)}`,
    )
    .join(",")}}`;
