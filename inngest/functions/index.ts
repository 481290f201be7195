import { proveBalancesJob } from "./ledger/prove-balances";
import { broadcastChangesJob } from "./monitoring/broadcast-changes";
import { deliverNotificationJob } from "./notifications/deliver-notification";
import { remindExpiringJob } from "./notifications/remind-expiring";
import { tellCreditJob } from "./notifications/tell-credit";
import { tellPaymentHeldJob } from "./notifications/tell-payment-held";
import { tellPreparingJob } from "./notifications/tell-preparing";
import { tellProvisionedJob } from "./notifications/tell-provisioned";
import { tellRefundedJob } from "./notifications/tell-refunded";
import { tellStatusJob } from "./notifications/tell-status";
import { fulfilOrderJob } from "./orders/fulfil-order";
import { sweepOrdersJob } from "./orders/sweep-orders";
import { pollPaymentJob } from "./payments/poll-payment";
import { processGatewayEventJob } from "./payments/process-gateway-event";
import { processRefundJob } from "./payments/process-refund";
import { sweepDuePaymentsJob } from "./payments/sweep-due-payments";
import { sweepPaymentsJob } from "./payments/sweep-payments";
import { forgetUsedCodeJob } from "./promocodes/forget-used-code";
import { sweepPromoReservationsJob } from "./promocodes/sweep-reservations";
import { importPanelJob } from "./remnawave/import-panel";
import { processPanelEventJob } from "./remnawave/process-panel-event";
import { provisionSubscriptionJob } from "./remnawave/provision-subscription";
import { retryPanelEventsJob } from "./remnawave/retry-panel-events";
import { syncPanelJob } from "./remnawave/sync-panel";
import { syncPanelPeriodicallyJob } from "./remnawave/sync-panel-periodically";
import { watchPanelJob } from "./remnawave/watch-panel";
import { configureBotJob } from "./settings/configure-bot";
import { expireAddonsJob } from "./subscriptions/expire-addons";
import { expireDueJob } from "./subscriptions/expire-due";

/** Every job of the product; the serve handler and the embedded executor read this list. */
export const functions = [
  broadcastChangesJob,
  configureBotJob,
  deliverNotificationJob,
  expireAddonsJob,
  expireDueJob,
  forgetUsedCodeJob,
  fulfilOrderJob,
  importPanelJob,
  pollPaymentJob,
  processGatewayEventJob,
  processPanelEventJob,
  processRefundJob,
  proveBalancesJob,
  provisionSubscriptionJob,
  remindExpiringJob,
  retryPanelEventsJob,
  sweepOrdersJob,
  sweepDuePaymentsJob,
  sweepPaymentsJob,
  syncPanelJob,
  syncPanelPeriodicallyJob,
  sweepPromoReservationsJob,
  tellCreditJob,
  tellPaymentHeldJob,
  tellPreparingJob,
  tellProvisionedJob,
  tellRefundedJob,
  tellStatusJob,
  watchPanelJob,
];
