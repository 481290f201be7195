export { checkPromoCode } from "./check-promo-code";
export { enterPromoCode } from "./enter-promo-code";
export { consumePromoCode, releasePromoCode, reservePromoCode } from "./redemptions";
export { forgetUsedCode, sweepReservations } from "./sweep";
