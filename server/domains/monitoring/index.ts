export { dismissAlert } from "./dismiss-alert";
export { listAlerts } from "./list-alerts";
export { type AlertInput, raiseAlert, resolveAlert } from "./raise-alert";
