/**
 * Callback data is 64 bytes at most, and our ids are long: parts are joined by `:` and ids travel without
 * their prefix, which the handler knows.
 */
const SEPARATOR = ":";

/** `pack("pay", "dur_01…", "sub_01…", "stars")` → `pay:01…:01…:stars`; an absent part stays empty. */
export function pack(action: string, ...parts: (string | null | undefined)[]): string {
  const data = [action, ...parts.map((part) => (part ?? "").replace(/^(pln|dur|sub|ord|pay)_/, ""))]
    .join(SEPARATOR)
    .replace(/:+$/, "");
  if (Buffer.byteLength(data) > 64) throw new Error(`callback data is too long: ${action}`);
  return data;
}

/** Gateways travel as four letters: with two ids there is no room for their names. */
export const shortName = (gateway: string): string =>
  gateway.replaceAll(/[aeiou_]/g, "").slice(-4) || gateway;

export function unpack(data: string): { action: string; parts: string[] } {
  const [action = "", ...parts] = data.split(SEPARATOR);
  // Notifications carry whole ids: both forms are understood.
  return { action, parts: parts.map((part) => part.replace(/^(pln|dur|sub|ord|pay)_/, "")) };
}

/** Puts the prefix back; an empty part is no id. */
export const withPrefix = (
  prefix: "pln" | "dur" | "sub" | "ord" | "pay",
  part: string | undefined,
) => (part ? `${prefix}_${part}` : null);
