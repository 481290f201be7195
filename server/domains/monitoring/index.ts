export { dismissAlert } from "./dismiss-alert";
export { listAlerts } from "./list-alerts";
export { raiseAlert, resolveAlert } from "./raise-alert";
export { reopenAlert } from "./reopen-alert";
export { watchAudit } from "./watch-audit";
