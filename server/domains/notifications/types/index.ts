import type { NotificationType } from "./contract";
import { creditReceived } from "./credit-received";
import { operatorMessage } from "./operator-message";
import { orderRefunded } from "./order-refunded";
import { partnerDecided } from "./partner-decided";
import { paymentHeld } from "./payment-held";
import { payoutChanged } from "./payout-changed";
import { renewalFailed } from "./renewal-failed";
import { renewalSucceeded } from "./renewal-succeeded";
import { renewalUpcoming } from "./renewal-upcoming";
import { rewardGranted } from "./reward-granted";
import { subscriptionChanged } from "./subscription-changed";
import { subscriptionExpired } from "./subscription-expired";
import { subscriptionExpiring } from "./subscription-expiring";
import { subscriptionLimited } from "./subscription-limited";
import { subscriptionPreparing } from "./subscription-preparing";
import { subscriptionReady } from "./subscription-ready";
import { subscriptionRenewed } from "./subscription-renewed";
import { trialEnded } from "./trial-ended";
import { trialEnding } from "./trial-ending";

export const notificationTypes = {
  credit_received: creditReceived,
  operator_message: operatorMessage,
  order_refunded: orderRefunded,
  partner_decided: partnerDecided,
  payment_held: paymentHeld,
  payout_changed: payoutChanged,
  renewal_failed: renewalFailed,
  renewal_succeeded: renewalSucceeded,
  renewal_upcoming: renewalUpcoming,
  subscription_changed: subscriptionChanged,
  reward_granted: rewardGranted,
  subscription_expired: subscriptionExpired,
  subscription_expiring: subscriptionExpiring,
  subscription_limited: subscriptionLimited,
  subscription_preparing: subscriptionPreparing,
  subscription_ready: subscriptionReady,
  subscription_renewed: subscriptionRenewed,
  trial_ended: trialEnded,
  trial_ending: trialEnding,
} as const satisfies Record<string, NotificationType>;

export type NotificationTypeId = keyof typeof notificationTypes;
