import { sealAuditJob } from "./audit/seal-audit";
import { watchAuditJob } from "./audit/watch-audit";
import { resumeBulkRunsJob } from "./bulk/resume-bulk-runs";
import { workBulkRunJob } from "./bulk/work-bulk-run";
import { proveBalancesJob } from "./ledger/prove-balances";
import { broadcastChangesJob } from "./monitoring/broadcast-changes";
import { deliverNotificationJob } from "./notifications/deliver-notification";
import { remindExpiringJob } from "./notifications/remind-expiring";
import { tellCreditJob } from "./notifications/tell-credit";
import { tellPartnerJob } from "./notifications/tell-partner";
import { tellPaymentHeldJob } from "./notifications/tell-payment-held";
import { tellPayoutJob } from "./notifications/tell-payout";
import { tellPreparingJob } from "./notifications/tell-preparing";
import { tellProvisionedJob } from "./notifications/tell-provisioned";
import { tellRefundedJob } from "./notifications/tell-refunded";
import { tellRenewalJob } from "./notifications/tell-renewal";
import { tellRewardJob } from "./notifications/tell-reward";
import { tellStatusJob } from "./notifications/tell-status";
import { fulfilOrderJob } from "./orders/fulfil-order";
import { sweepOrdersJob } from "./orders/sweep-orders";
import { refreshLevelsJob } from "./partners/refresh-levels";
import { sendPayoutJob } from "./partners/send-payout";
import { settleCommissionsJob } from "./partners/settle-commissions";
import { sweepPartnersJob } from "./partners/sweep-partners";
import { autoRenewJob } from "./payments/auto-renew";
import { keepRenewingJob } from "./payments/keep-renewing";
import { pollPaymentJob } from "./payments/poll-payment";
import { processGatewayEventJob } from "./payments/process-gateway-event";
import { processRefundJob } from "./payments/process-refund";
import { recoverChargesJob } from "./payments/recover-charges";
import { settleRenewalJob } from "./payments/settle-renewal";
import { sweepDuePaymentsJob } from "./payments/sweep-due-payments";
import { sweepPaymentsJob } from "./payments/sweep-payments";
import { syncProviderRenewalJob } from "./payments/sync-provider-renewal";
import { forgetUsedCodeJob } from "./promocodes/forget-used-code";
import { sweepPromoReservationsJob } from "./promocodes/sweep-reservations";
import { grantPendingRewardsJob } from "./referrals/grant-pending-rewards";
import { recordSignUpJob } from "./referrals/record-sign-up";
import { reviewRewardsJob } from "./referrals/review-rewards";
import { settleReferralJob } from "./referrals/settle-referral";
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
import { forgetOldSignInsJob } from "./team/forget-old-sign-ins";
import { sendPasswordResetJob } from "./team/send-password-reset";
import { tellOperatorJob } from "./team/tell-operator";
import { followTrialJob } from "./trials/follow-trial";
import { releaseRefusedTrialsJob } from "./trials/release-refused-trials";

/** Every job of the product; the serve handler and the embedded executor read this list. */
export const functions = [
  autoRenewJob,
  keepRenewingJob,
  settleRenewalJob,
  syncProviderRenewalJob,
  tellRenewalJob,
  broadcastChangesJob,
  configureBotJob,
  deliverNotificationJob,
  expireAddonsJob,
  expireDueJob,
  forgetOldSignInsJob,
  forgetUsedCodeJob,
  followTrialJob,
  fulfilOrderJob,
  grantPendingRewardsJob,
  importPanelJob,
  pollPaymentJob,
  processGatewayEventJob,
  processPanelEventJob,
  processRefundJob,
  proveBalancesJob,
  provisionSubscriptionJob,
  recordSignUpJob,
  recoverChargesJob,
  releaseRefusedTrialsJob,
  remindExpiringJob,
  refreshLevelsJob,
  resumeBulkRunsJob,
  retryPanelEventsJob,
  reviewRewardsJob,
  sendPasswordResetJob,
  sealAuditJob,
  sendPayoutJob,
  settleCommissionsJob,
  settleReferralJob,
  sweepOrdersJob,
  sweepDuePaymentsJob,
  sweepPartnersJob,
  sweepPaymentsJob,
  syncPanelJob,
  syncPanelPeriodicallyJob,
  sweepPromoReservationsJob,
  tellCreditJob,
  tellOperatorJob,
  tellPartnerJob,
  tellPaymentHeldJob,
  tellPayoutJob,
  tellPreparingJob,
  tellProvisionedJob,
  tellRefundedJob,
  tellRewardJob,
  tellStatusJob,
  watchAuditJob,
  watchPanelJob,
  workBulkRunJob,
];
