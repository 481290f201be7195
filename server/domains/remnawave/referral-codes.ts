import { randomBytes } from "node:crypto";

/** No letter or digit that is mistaken for another when read out. */
const ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/** Codes for people nobody knows the name of; 40 random bits each, an operator may change them. */
export const referralCodes = (count: number): string[] =>
  Array.from({ length: count }, () =>
    [...randomBytes(8)].map((byte) => ALPHABET[byte % ALPHABET.length]).join(""),
  );
