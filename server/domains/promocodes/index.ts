export { checkPromoCode } from "./check-promo-code";
export { enterPromoCode } from "./enter-promo-code";
export { generatePromoCodes } from "./generate-promo-codes";
export { listRedemptions } from "./list-redemptions";
export { dropPendingPromo, pendingPromo } from "./pending";
export { previewPromoCode } from "./preview";
export { getPromoCode, listPromoCodes, promoCodesMatching } from "./queries";
export { consumePromoCode, releasePromoCode, reservePromoCode } from "./redemptions";
export {
  archivePromoCode,
  createPromoCode,
  restorePromoCode,
  updatePromoCode,
} from "./save-promo-code";
export { forgetUsedCode, sweepReservations } from "./sweep";
