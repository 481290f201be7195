export { checkout } from "./checkout";
export { gateways } from "./gateways/registry";
export {
  listStrandedEvents,
  processGatewayEvent,
  receiveWebhook,
  recordTrustedEvent,
  replayGatewayEvent,
} from "./inbox";
export { listPaymentMethods, listWaysToPay, purchaseKind, topupCurrencies } from "./methods";
export { checkOrderPayment, listDuePayments, nextPollOf, pollPayment } from "./poll";
export { preCheckout } from "./pre-checkout";
export {
  getPaymentDetail,
  listGatewayEvents,
  listGateways,
  listPayments,
  listRefusedWebhooks,
  testGateway,
} from "./queries";
export { listStrandedRefunds, processRefund, requestRefund } from "./refund";
export { resolveHeldPayment } from "./resolve-held";
export { paymentSettings } from "./settings";
export { sendTestPayment } from "./test-payment";
