import {
  createLoader,
  type inferParserType,
  parseAsArrayOf,
  parseAsBoolean,
  parseAsIsoDateTime,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { SUBSCRIPTION_STATUSES } from "@/db/enums";

export const subscriptionParams = {
  q: parseAsString.withDefault(""),
  status: parseAsArrayOf(parseAsStringLiteral(SUBSCRIPTION_STATUSES)).withDefault([]),
  plan: parseAsString.withDefault(""),
  behind: parseAsBoolean.withDefault(false),
  before: parseAsIsoDateTime,
  sort: parseAsStringLiteral(["created", "expires"]).withDefault("created"),
  dir: parseAsStringLiteral(["asc", "desc"]).withDefault("desc"),
};

export type SubscriptionParams = inferParserType<typeof subscriptionParams>;
export const loadSubscriptionParams = createLoader(subscriptionParams);

/** The address as the list's input. */
export const toInput = ({ plan, before, ...rest }: SubscriptionParams) => ({
  ...rest,
  planId: plan || undefined,
  expiresBefore: before ?? undefined,
});
