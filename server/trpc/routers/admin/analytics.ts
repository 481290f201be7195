import {
  getOverview,
  getOverviewCharts,
  listRateNeeds,
  listRates,
  storeRate,
} from "@/server/domains/analytics";
import { chartsInput, overviewInput, storeRateInput } from "@/server/domains/analytics/schemas";
import { adminProcedure, router } from "../../init";

export const analyticsRouter = router({
  overview: adminProcedure("overview.read")
    .input(overviewInput)
    .query(({ ctx, input }) => getOverview(ctx.domain, input)),
  charts: adminProcedure("overview.read")
    .input(chartsInput)
    .query(({ ctx, input }) => getOverviewCharts(ctx.domain, input)),
  rates: adminProcedure("overview.read").query(({ ctx }) => listRates(ctx.domain)),
  rateNeeds: adminProcedure("overview.read").query(({ ctx }) => listRateNeeds(ctx.domain)),
  storeRate: adminProcedure("settings.write")
    .input(storeRateInput)
    .mutation(({ ctx, input }) => storeRate(ctx.domain, input)),
});
