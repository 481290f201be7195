import { parseAsArrayOf, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { PARTNER_STATUSES } from "@/db/enums";

export const partnerParams = {
  q: parseAsString.withDefault(""),
  status: parseAsArrayOf(parseAsStringLiteral(PARTNER_STATUSES)).withDefault([]),
};
