import { parseAsArrayOf, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { PAYOUT_STATUSES } from "@/db/enums";

export const payoutParams = {
  q: parseAsString.withDefault(""),
  status: parseAsArrayOf(parseAsStringLiteral(PAYOUT_STATUSES)).withDefault([]),
};
