export { exportOwnCommissions } from "./export-own-commissions";
export { exportReport } from "./export-report";
export { getOverview } from "./get-overview";
export { getOverviewCharts } from "./get-overview-charts";
export { listRateNeeds } from "./rate-needs";
export { listRates, storeRate } from "./rates";
export { REPORTS } from "./reports/registry";
export { analyticsSettings } from "./settings";
