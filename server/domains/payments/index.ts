export { settleRenewal } from "./auto-renew-outcome";
export { checkout } from "./checkout";
export { gateways } from "./gateways/registry";
export {
  listStrandedEvents,
  processGatewayEvent,
  receiveWebhook,
  recordTrustedEvent,
  replayGatewayEvent,
  WEBHOOK_MAX_BYTES,
} from "./inbox";
export { keepRenewing } from "./keep-renewing";
export { listPaymentMethods, listWaysToPay, purchaseKind, topupCurrencies } from "./methods";
export { checkOrderPayment, listDuePayments, nextPollOf, pollPayment } from "./poll";
export { preCheckout } from "./pre-checkout";
export { syncProviderRenewal } from "./provider-renewal";
export {
  getPaymentDetail,
  listGatewayEvents,
  listGateways,
  listPayments,
  listRefusedWebhooks,
  testGateway,
} from "./queries";
export { recoverCharges } from "./recover-charges";
export { listStrandedRefunds, processRefund, requestRefund } from "./refund";
export { listRenewalAttempts } from "./renewal-attempts";
export { previewRenewal } from "./renewal-preview";
export { renewalSettings } from "./renewal-settings";
export { resolveHeldPayment } from "./resolve-held";
export { runRenewals } from "./run-renewals";
export { listSavedMethods, removeSavedMethod } from "./saved-methods";
export { paymentSettings } from "./settings";
export { sendTestPayment } from "./test-payment";
