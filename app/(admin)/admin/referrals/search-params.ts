import { parseAsArrayOf, parseAsInteger, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { REWARD_STATUSES } from "@/db/enums";

export const REFERRAL_TABS = ["overview", "review", "rewards", "campaigns"] as const;

/** Of the tab with every reward. */
export const rewardParams = {
  q: parseAsString.withDefault(""),
  status: parseAsArrayOf(parseAsStringLiteral(REWARD_STATUSES)).withDefault([]),
};

export const referralParams = {
  tab: parseAsStringLiteral(REFERRAL_TABS).withDefault("overview"),
  days: parseAsInteger.withDefault(30),
  ...rewardParams,
};
