export { getAddon, listAddons, listAddonsOnSale } from "./addons";
export { getPlan, getStorefront, listPlans } from "./queries";
export { archiveAddon, restoreAddon, saveAddon } from "./save-addon";
export { archivePlan, createPlan, reorderPlans, restorePlan, updatePlan } from "./save-plan";
