export { getSetupChecklist } from "./get-setup-checklist";
export { getSettingsGroup, listSettingsGroups, updateSettingsGroup } from "./settings-groups";
export { testBot } from "./test-bot";
