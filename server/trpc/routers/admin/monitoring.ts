import { z } from "zod";
import { dismissAlert, listAlerts } from "@/server/domains/monitoring";
import { adminProcedure, router } from "../../init";

export const monitoringRouter = router({
  alerts: adminProcedure("overview.read").query(({ ctx }) => listAlerts(ctx.domain)),
  dismiss: adminProcedure("alerts.write")
    .input(z.object({ seq: z.number().int().positive() }))
    .mutation(({ ctx, input }) => dismissAlert(ctx.domain, input)),
});
