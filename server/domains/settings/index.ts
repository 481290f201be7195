export { getSetupChecklist } from "./get-setup-checklist";
export { listSettingsHistory, revertSettings } from "./history";
export { getSettingsGroup, listSettingsGroups, updateSettingsGroup } from "./settings-groups";
export { testBot } from "./test-bot";
