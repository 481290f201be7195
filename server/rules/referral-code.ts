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

/**
 * What an invitation's link carries: `ref_CODE`, and of which campaign it is: `ref_CODE-slug`. `refw_` came by way
 * of the web address, where the click has been counted already.
 */
export type Invitation = { code: string; campaign: string };

/** Reads a start payload; null when it is no invitation. Codes are compared in capitals, campaigns in small letters. */
export function readInvitation(payload: string | null): Invitation | null {
  const [, code, campaign = ""] =
    /^refw?_([A-Za-z0-9]{3,32})(?:-([A-Za-z0-9-]{1,24}))?$/.exec(payload ?? "") ?? [];
  return code ? { code: code.toUpperCase(), campaign: campaign.toLowerCase() } : null;
}

/** The code of a start payload; null when it is none. */
export const codeOfPayload = (payload: string | null): string | null =>
  readInvitation(payload)?.code ?? null;

/** The payload of a link. */
export const invitationPayload = (
  { code, campaign }: Invitation,
  by: "ref" | "refw" = "ref",
): string => `${by}_${code}${campaign && `-${campaign}`}`;

/** The payload of the house's own advertising, which nobody is rewarded for. */
export const adPayload = (slug: string): string => `ad_${slug}`;
