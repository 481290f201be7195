import {
  createLoader,
  type inferParserType,
  parseAsArrayOf,
  parseAsIsoDateTime,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { ORDER_STATUSES } from "@/db/enums";

export const orderParams = {
  q: parseAsString.withDefault(""),
  status: parseAsArrayOf(parseAsStringLiteral(ORDER_STATUSES)).withDefault([]),
  from: parseAsIsoDateTime,
  to: parseAsIsoDateTime,
  dir: parseAsStringLiteral(["asc", "desc"]).withDefault("desc"),
};

export const loadOrderParams = createLoader(orderParams);

/** The address as the list's input. */
export const toInput = ({ from, to, ...rest }: inferParserType<typeof orderParams>) => ({
  ...rest,
  from: from ?? undefined,
  to: to ?? undefined,
});
