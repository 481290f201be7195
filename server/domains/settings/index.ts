export { getSetupChecklist } from "./get-setup-checklist";
export { listSettingsHistory, revertSettings } from "./history";
export { exportConfiguration, importConfiguration } from "./import-configuration";
export { resealSecrets } from "./reseal-secrets";
export { getSettingsGroup, listSettingsGroups, updateSettingsGroup } from "./settings-groups";
export { testSetup } from "./setup-test";
export { testBot } from "./test-bot";
