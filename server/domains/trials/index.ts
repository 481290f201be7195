export {
  consumeTrial,
  markTrialConverted,
  releaseRefusedTrials,
  trialFigures,
} from "./follow-claims";
export { trialSettings } from "./settings";
export { startTrial } from "./start-trial";
export { trialOffer } from "./trial-offer";
