import { decrypt, decryptOrNull, encrypt } from "@/server/core/sealing";
import { type PayoutDetails, payoutDetailsInput } from "../schemas";
import { methodOf } from "./registry";

/** Where money goes is kept encrypted: the database alone tells nobody. */
export const sealDetails = (details: PayoutDetails): string => encrypt(JSON.stringify(details));

export const openDetails = (sealed: string): PayoutDetails =>
  payoutDetailsInput.parse(JSON.parse(decrypt(sealed)));

/** As {@link openDetails}, and null where no known key opens them. */
export function openDetailsOrNull(sealed: string): PayoutDetails | null {
  const plain = decryptOrNull(sealed);
  return plain === null ? null : payoutDetailsInput.parse(JSON.parse(plain));
}

/** What a list shows of sealed details: enough to tell them apart, and dots where no known key opens them. */
export function shownDetails(sealed: string): string {
  const details = openDetailsOrNull(sealed);
  return details ? hiddenDetails(details) : "•••";
}

export const hiddenDetails = (details: PayoutDetails): string =>
  methodOf(details.method).hide(details);
