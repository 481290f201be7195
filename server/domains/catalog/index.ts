export { getPlan, getStorefront, listPlans } from "./queries";
export { archivePlan, createPlan, reorderPlans, restorePlan, updatePlan } from "./save-plan";
