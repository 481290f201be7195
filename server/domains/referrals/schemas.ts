import { z } from "zod";
import { REWARD_STATUSES, type RewardKind, type RewardStatus } from "@/db/enums";
import type { Money } from "@/server/rules/money";

const id = z.string().min(1).max(64);

export const referralClickInput = z.object({
  code: z.string().max(64),
  campaign: z.string().max(64).default(""),
});
export const adClickInput = z.object({ slug: z.string().trim().toLowerCase().max(64) });
export const settleReferralInput = z.object({ orderId: id });
export const rewardInput = z.object({ rewardId: id });
export const decideRewardInput = z.object({
  rewardId: id,
  reason: z.string().trim().min(3, "say why, for the next person").max(500),
});
export const changeCodeInput = z.object({
  customerId: id,
  code: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z0-9]{3,32}$/, "a code has 3 to 32 letters A–Z and digits"),
});
export const createCampaignInput = z.object({
  name: z.string().trim().min(1, "give it a name").max(80),
  slug: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9][a-z0-9-]{1,23}$/, "2 to 24 letters a–z, digits and dashes"),
  /** Whose link it is: their id, code or @username. Empty is the house's own advertising. */
  owner: z.string().trim().max(100).default(""),
});
export const campaignInput = z.object({ campaignId: id });
export const funnelInput = z.object({ days: z.number().int().min(1).max(730).default(30) });
export const listRewardsInput = z.object({
  status: z.array(z.enum(REWARD_STATUSES)).max(REWARD_STATUSES.length).default([]),
  /** Only what waits for a person's decision. */
  review: z.boolean().default(false),
  /** Customer's username, code or id. */
  q: z.string().trim().max(100).default(""),
  cursor: z.string().max(64).optional(),
  limit: z.number().int().min(1).max(200).default(50),
});

/** From a click to money: each step within the range, counted by people invited in it. */
export type ReferralFunnel = {
  clicks: number;
  signUps: number;
  firstPurchases: number;
  renewals: number;
  /** Paid by invited people, by currency. */
  revenue: Money[];
  /** Credit given to referrers. */
  rewards: Money[];
  freeDays: number;
};

export type TopReferrer = {
  customerId: string;
  name: string;
  username: string | null;
  code: string;
  signUps: number;
  firstPurchases: number;
  revenue: Money[];
};

export type RewardView = {
  id: string;
  kind: RewardKind;
  status: RewardStatus;
  days: number;
  amount: Money | null;
  reversed: bigint;
  /** Was to be taken back, and had been spent. */
  lost: bigint;
  signals: string[];
  orderId: string;
  customerId: string;
  customerName: string;
  refereeId: string;
  refereeName: string;
  createdAt: Date;
  grantedAt: Date | null;
};

export type CampaignView = {
  id: string;
  slug: string;
  name: string;
  /** Null of the house's own advertising. */
  owner: { customerId: string; name: string; code: string } | null;
  /** Into the bot; null while it has no name. */
  botLink: string | null;
  /** By way of this application's address; null of the house's own advertising. */
  webLink: string | null;
  clicks: number;
  signUps: number;
  firstPurchases: number;
  archivedAt: Date | null;
  createdAt: Date;
};

/** A link that a person invites by; the plain one has no slug. */
export type OwnLink = {
  slug: string;
  name: string;
  url: string;
  clicks: number;
  signUps: number;
  purchases: number;
};

/** What a customer sees of their own invitations. Friends are shown by first name only. */
export type OwnReferrals = {
  /** Nothing but trials so far: inviting comes with the first purchase. */
  onTrialOnly: boolean;
  /** Null while on trial only, and while inviting is switched off. */
  invitation: { code: string; payload: string } | null;
  terms: {
    refereePercent: number;
    firstMonthOnly: boolean;
    freeDays: number;
    renewalPercent: number;
  };
  friends: { name: string; since: Date; bought: boolean }[];
  totals: {
    invited: number;
    bought: number;
    freeDays: number;
    credit: Money[];
    pendingDays: number;
  };
};
