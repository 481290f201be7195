import {
  getSetupChecklist,
  listSettingsGroups,
  testBot,
  updateSettingsGroup,
} from "@/server/domains/settings";
import { updateSettingsInput } from "@/server/domains/settings/schemas";
import { adminProcedure, router } from "../../init";

export const settingsRouter = router({
  groups: adminProcedure("settings.read").query(({ ctx }) => listSettingsGroups(ctx.domain)),
  update: adminProcedure("settings.write")
    .input(updateSettingsInput)
    .mutation(({ ctx, input }) => updateSettingsGroup(ctx.domain, input)),
  testBot: adminProcedure("settings.read").mutation(({ ctx }) => testBot(ctx.domain)),
  checklist: adminProcedure("overview.read").query(({ ctx }) => getSetupChecklist(ctx.domain)),
});
