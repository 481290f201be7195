import {
  archivePlan,
  createPlan,
  getPlan,
  listPlans,
  reorderPlans,
  restorePlan,
  updatePlan,
} from "@/server/domains/catalog";
import {
  listPlansInput,
  planIdInput,
  planInput,
  reorderPlansInput,
  updatePlanInput,
} from "@/server/domains/catalog/schemas";
import { adminProcedure, router } from "../../init";

const read = adminProcedure("catalog.read");
const write = adminProcedure("catalog.write");

export const catalogRouter = router({
  list: read.input(listPlansInput).query(({ ctx, input }) => listPlans(ctx.domain, input)),
  get: read.input(planIdInput).query(({ ctx, input }) => getPlan(ctx.domain, input)),
  create: write.input(planInput).mutation(({ ctx, input }) => createPlan(ctx.domain, input)),
  update: write.input(updatePlanInput).mutation(({ ctx, input }) => updatePlan(ctx.domain, input)),
  archive: write.input(planIdInput).mutation(({ ctx, input }) => archivePlan(ctx.domain, input)),
  restore: write.input(planIdInput).mutation(({ ctx, input }) => restorePlan(ctx.domain, input)),
  reorder: write
    .input(reorderPlansInput)
    .mutation(({ ctx, input }) => reorderPlans(ctx.domain, input)),
});
