export { setParent, setPayoutMethod, setTerms } from "./change-partner";
export {
  approvePayouts,
  failPayout,
  markPayoutPaid,
  rejectPayout,
  startPayout,
} from "./decide-payout";
export {
  addPartner,
  applyForPartner,
  approvePartner,
  getMyPartnership,
  rejectPartner,
  resumePartner,
  suspendPartner,
} from "./joining";
export { refreshLevels } from "./levels";
export { getPartnerOverview } from "./overview";
export {
  getPayoutDetail,
  listPayouts,
  listPayoutsForBank,
  summarizePayouts,
} from "./payout-queries";
export { getProgram, toProgramValues } from "./program";
export { getPartnerDetail, listCommissions, listPartners, ownPartnerId } from "./queries";
export { releaseCommissions } from "./release-commissions";
export { quotePayout, requestPayout, runAutoPayouts } from "./request-payout";
export {
  listStrandedPayouts,
  retryPayout,
  sendPayout,
  testPayoutProvider,
} from "./send-payout";
export { payoutCryptoSettings, programSettings } from "./settings";
export { listUnsettledOrders, settleCommissions } from "./settle-commissions";
export { simulateLevels } from "./simulate";
