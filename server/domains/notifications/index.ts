export { getContactPoints } from "./contact-points";
export { deliverNotification } from "./deliver-notification";
export {
  tellCredit,
  tellPaymentHeld,
  tellPreparing,
  tellProvisioned,
  tellRefunded,
  tellStatus,
} from "./react";
export { remindExpiring } from "./remind-expiring";
export { sendOperatorMessage } from "./send-operator-message";
export { tellPartner, tellPayout } from "./tell-partners";
export { tellRenewal } from "./tell-renewal";
export { tellReward } from "./tell-reward";
