export {
  consumeTrial,
  markTrialConverted,
  releaseRefusedTrials,
  trialFigures,
} from "./follow-claims";
export { grantTrialDays } from "./grant-trial-days";
export { trialSettings } from "./settings";
export { startTrial } from "./start-trial";
export { trialOffer } from "./trial-offer";
