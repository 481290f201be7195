import {
  createLoader,
  type inferParserType,
  parseAsArrayOf,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { PAYMENT_STATUSES } from "@/db/enums";

export const paymentParams = {
  q: parseAsString.withDefault(""),
  status: parseAsArrayOf(parseAsStringLiteral(PAYMENT_STATUSES)).withDefault([]),
  gateway: parseAsString.withDefault(""),
};

export const loadPaymentParams = createLoader(paymentParams);

/** The address as the list's input. */
export const toInput = ({ gateway, ...rest }: inferParserType<typeof paymentParams>) => ({
  ...rest,
  gateway: gateway || undefined,
});
