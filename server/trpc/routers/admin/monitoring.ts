import { z } from "zod";
import { dismissAlert, listAlerts, reopenAlert } from "@/server/domains/monitoring";
import { adminProcedure, router } from "../../init";

const one = z.object({ seq: z.number().int().positive() });

export const monitoringRouter = router({
  alerts: adminProcedure("overview.read").query(({ ctx }) => listAlerts(ctx.domain)),
  dismiss: adminProcedure("alerts.write")
    .input(one)
    .mutation(({ ctx, input }) => dismissAlert(ctx.domain, input)),
  reopen: adminProcedure("alerts.write")
    .input(one)
    .mutation(({ ctx, input }) => reopenAlert(ctx.domain, input)),
});
