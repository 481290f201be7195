import { decrypt, encrypt } from "@/server/core/sealing";
import { type PayoutDetails, payoutDetailsInput } from "../schemas";
import { methodOf } from "./registry";

/** Where money goes is kept encrypted: the database alone tells nobody. */
export const sealDetails = (details: PayoutDetails): string => encrypt(JSON.stringify(details));

export const openDetails = (sealed: string): PayoutDetails =>
  payoutDetailsInput.parse(JSON.parse(decrypt(sealed)));

export const hiddenDetails = (details: PayoutDetails): string =>
  methodOf(details.method).hide(details);
