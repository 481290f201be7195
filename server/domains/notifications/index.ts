export { getContactPoints } from "./contact-points";
export { type DeliveryResult, deliverNotification } from "./deliver-notification";
export { type NotifyInput, notify } from "./notify";
export {
  tellPaymentHeld,
  tellPreparing,
  tellProvisioned,
  tellRefunded,
  tellStatus,
} from "./react";
export { remindExpiring } from "./remind-expiring";
export { sendOperatorMessage } from "./send-operator-message";
