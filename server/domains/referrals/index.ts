export { archiveCampaign, createCampaign, listCampaigns } from "./campaigns";
export { ownReferrals } from "./own-referrals";
export { listRewards, referralFunnel, topReferrers } from "./queries";
export { refereeDiscount } from "./referee-discount";
export { changeReferralCode, rejectReward, releaseReward } from "./review";
export { grantPending } from "./rewards";
export { referralSettings } from "./settings";
export { settleReferral } from "./settle-referral";
export { recordReferralClick, recordSignUp } from "./sign-ups";
