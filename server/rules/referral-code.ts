/** Without letters and digits that are read for one another. */
const ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/**
 * A code in the style of `ALICE42`: the start of the name, then random characters. `attempt` lengthens the
 * random part, so that a taken code is followed by a rarer one.
 */
export function referralCode(
  name: string,
  random: (below: number) => number,
  attempt: number,
): string {
  const stem = name
    .normalize("NFD")
    .toUpperCase()
    .replace(/[^A-Z]/g, "")
    .slice(0, 8);
  const length = (stem.length >= 3 ? 3 : 7) + attempt;
  const tail = Array.from({ length }, () => ALPHABET[random(ALPHABET.length)]).join("");
  return `${stem.length >= 3 ? stem : ""}${tail}`;
}

/** Reads the code of a start payload; null when it is none. Codes are compared in capitals. */
export function codeOfPayload(payload: string | null): string | null {
  return /^ref_([A-Za-z0-9]{3,32})$/.exec(payload ?? "")?.[1]?.toUpperCase() ?? null;
}
