import { getOverview, getOverviewCharts } from "@/server/domains/analytics";
import { chartsInput, overviewInput } from "@/server/domains/analytics/schemas";
import { adminProcedure, router } from "../../init";

export const analyticsRouter = router({
  overview: adminProcedure("overview.read")
    .input(overviewInput)
    .query(({ ctx, input }) => getOverview(ctx.domain, input)),
  charts: adminProcedure("overview.read")
    .input(chartsInput)
    .query(({ ctx, input }) => getOverviewCharts(ctx.domain, input)),
});
