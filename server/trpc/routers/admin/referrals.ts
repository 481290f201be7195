import {
  archiveCampaign,
  changeReferralCode,
  createCampaign,
  listCampaigns,
  listRewards,
  referralFunnel,
  rejectReward,
  releaseReward,
  topReferrers,
} from "@/server/domains/referrals";
import {
  campaignInput,
  changeCodeInput,
  createCampaignInput,
  decideRewardInput,
  funnelInput,
  listRewardsInput,
  rewardInput,
} from "@/server/domains/referrals/schemas";
import { trialFigures } from "@/server/domains/trials";
import { adminProcedure, router } from "../../init";

const read = adminProcedure("referrals.read");
const write = adminProcedure("referrals.write");

export const referralsRouter = router({
  funnel: read.input(funnelInput).query(({ ctx, input }) => referralFunnel(ctx.domain, input)),
  top: read.input(funnelInput).query(({ ctx, input }) => topReferrers(ctx.domain, input)),
  rewards: read.input(listRewardsInput).query(({ ctx, input }) => listRewards(ctx.domain, input)),
  campaigns: read.query(({ ctx }) => listCampaigns(ctx.domain)),
  trials: adminProcedure("overview.read").query(({ ctx }) => trialFigures(ctx.domain)),
  release: write.input(rewardInput).mutation(({ ctx, input }) => releaseReward(ctx.domain, input)),
  reject: write
    .input(decideRewardInput)
    .mutation(({ ctx, input }) => rejectReward(ctx.domain, input)),
  changeCode: write
    .input(changeCodeInput)
    .mutation(({ ctx, input }) => changeReferralCode(ctx.domain, input)),
  createCampaign: write
    .input(createCampaignInput)
    .mutation(({ ctx, input }) => createCampaign(ctx.domain, input)),
  archiveCampaign: write
    .input(campaignInput)
    .mutation(({ ctx, input }) => archiveCampaign(ctx.domain, input)),
});
