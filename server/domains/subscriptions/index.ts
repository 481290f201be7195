export {
  addonOffers,
  cancelAddon,
  grantAddon,
  listSubscriptionAddons,
  renewedAddons,
} from "./addons";
export {
  changePlanByAdmin,
  giftDays,
  promiseTrafficReset,
  retryProvisioning,
  setEnabled,
  setExpiry,
} from "./admin-changes";
export { type Adoption, adoptSubscriptions } from "./adopt";
export { applyObservation, markPanelMissing } from "./apply-observation";
export { setAutoRenew } from "./auto-renew";
export { refreshStatuses, requeueSubscriptions } from "./bulk";
export { devicesToDrop, knownDevices, recordDevices, requireDevicesFit } from "./devices";
export { endEntitlement } from "./end-entitlement";
export { expireAddons } from "./expire-addons";
export { expireDue } from "./expire-due";
export { getSubscriptionDetail } from "./get-subscription-detail";
export { grantEntitlement } from "./grant-entitlement";
export { letGoOfPerson } from "./let-go";
export { listSubscriptions, subscriptionsMatching } from "./list-subscriptions";
export {
  claimPromise,
  completeProvisioning,
  deferProvisioning,
  listBehind,
  rejectProvisioning,
  renewClaim,
} from "./provisioning";
export { giftDaysOnce, takeBackGift } from "./take-back-gift";
export { getSubscriptionView, listCustomerSubscriptions, listGrants } from "./views";
