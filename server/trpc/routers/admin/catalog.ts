import {
  archiveAddon,
  archivePlan,
  createPlan,
  getAddon,
  getPlan,
  listAddons,
  listPlans,
  reorderPlans,
  restoreAddon,
  restorePlan,
  saveAddon,
  updatePlan,
} from "@/server/domains/catalog";
import {
  addonIdInput,
  listAddonsInput,
  listPlansInput,
  planIdInput,
  planInput,
  reorderPlansInput,
  saveAddonInput,
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
  addons: read.input(listAddonsInput).query(({ ctx, input }) => listAddons(ctx.domain, input)),
  addon: read.input(addonIdInput).query(({ ctx, input }) => getAddon(ctx.domain, input)),
  saveAddon: write.input(saveAddonInput).mutation(({ ctx, input }) => saveAddon(ctx.domain, input)),
  archiveAddon: write
    .input(addonIdInput)
    .mutation(({ ctx, input }) => archiveAddon(ctx.domain, input)),
  restoreAddon: write
    .input(addonIdInput)
    .mutation(({ ctx, input }) => restoreAddon(ctx.domain, input)),
});
