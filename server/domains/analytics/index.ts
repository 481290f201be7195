export { exportReport } from "./exports";
export { getOverview } from "./get-overview";
export { getOverviewCharts } from "./get-overview-charts";
export { analyticsSettings } from "./settings";
