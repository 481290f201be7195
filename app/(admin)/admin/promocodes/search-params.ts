import { createLoader, parseAsArrayOf, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { PROMO_STATES } from "@/server/domains/promocodes/schemas";

export const promoParams = {
  q: parseAsString.withDefault(""),
  state: parseAsArrayOf(parseAsStringLiteral(PROMO_STATES)).withDefault([]),
  batch: parseAsString.withDefault(""),
  dir: parseAsStringLiteral(["asc", "desc"]).withDefault("desc"),
};

export const loadPromoParams = createLoader(promoParams);
