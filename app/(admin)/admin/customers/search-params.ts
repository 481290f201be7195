import {
  createLoader,
  type inferParserType,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";

export const CUSTOMER_FILTERS = ["all", "active", "without", "blocked", "suspended"] as const;

export const customerParams = {
  q: parseAsString.withDefault(""),
  filter: parseAsStringLiteral(CUSTOMER_FILTERS).withDefault("all"),
  tag: parseAsString.withDefault(""),
  dir: parseAsStringLiteral(["asc", "desc"]).withDefault("desc"),
};

export type CustomerParams = inferParserType<typeof customerParams>;
export const loadCustomerParams = createLoader(customerParams);
