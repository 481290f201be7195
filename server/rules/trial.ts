export const TRIAL_AUDIENCES = ["all", "new", "invited"] as const;
export type TrialAudience = (typeof TRIAL_AUDIENCES)[number];

export type TrialTerms = { enabled: boolean; audience: TrialAudience; maxPerPerson: number };

/** What decides whether somebody may try. */
export type TrialPerson = {
  suspended: boolean;
  invited: boolean;
  /** Has paid before, or came with a subscription from the panel. */
  existing: boolean;
  /** Has a subscription that works now, of whatever kind. */
  served: boolean;
  /** Claims reserved or consumed. */
  claims: number;
};

export type TrialRefusal = "trial_off" | "trial_used" | "trial_not_for_you";

/** Why a trial is not due, or null when it is. */
export function trialRefusal(terms: TrialTerms, person: TrialPerson): TrialRefusal | null {
  if (!terms.enabled) return "trial_off";
  if (person.claims >= terms.maxPerPerson) return "trial_used";
  if (person.suspended || person.served) return "trial_not_for_you";
  if (terms.audience === "new" && person.existing) return "trial_not_for_you";
  if (terms.audience === "invited" && !person.invited) return "trial_not_for_you";
  return null;
}
