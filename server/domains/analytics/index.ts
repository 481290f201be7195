export { exportReport, REPORTS } from "./exports";
export { getOverview } from "./get-overview";
export { getOverviewCharts } from "./get-overview-charts";
export { listRateNeeds } from "./rate-needs";
export { listRates, storeRate } from "./rates";
export { analyticsSettings } from "./settings";
