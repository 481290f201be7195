import { definePayoutMethod } from "./contract";

/** To be spent here: arrives at once. */
export const serviceCredit = definePayoutMethod({
  id: "service_credit",
  label: { en: "Credit here", ru: "На баланс" },
  arrives: { en: "at once", ru: "сразу" },
  currency: null,
  instant: true,
  rules: ({ creditEnabled, creditMinimum, creditFeeBp }) => ({
    enabled: creditEnabled,
    minimum: BigInt(creditMinimum),
    feeBp: creditFeeBp,
  }),
  checkDetails: (details) => details,
  hide: () => "",
});
