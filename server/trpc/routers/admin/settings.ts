import {
  exportConfiguration,
  getSetupChecklist,
  importConfiguration,
  listSettingsGroups,
  listSettingsHistory,
  revertSettings,
  testBot,
  testSetup,
  updateSettingsGroup,
} from "@/server/domains/settings";
import {
  importConfigurationInput,
  revertSettingsInput,
  settingsHistoryInput,
  setupTestInput,
  updateSettingsInput,
} from "@/server/domains/settings/schemas";
import { adminProcedure, router } from "../../init";

export const settingsRouter = router({
  groups: adminProcedure("settings.read").query(({ ctx }) => listSettingsGroups(ctx.domain)),
  update: adminProcedure("settings.write")
    .input(updateSettingsInput)
    .mutation(({ ctx, input }) => updateSettingsGroup(ctx.domain, input)),
  history: adminProcedure("settings.read")
    .input(settingsHistoryInput)
    .query(({ ctx, input }) => listSettingsHistory(ctx.domain, input)),
  revert: adminProcedure("settings.write")
    .input(revertSettingsInput)
    .mutation(({ ctx, input }) => revertSettings(ctx.domain, input)),
  /** A mutation, because that it was taken is written down. */
  exportConfiguration: adminProcedure("settings.read").mutation(({ ctx }) =>
    exportConfiguration(ctx.domain),
  ),
  importConfiguration: adminProcedure("settings.write")
    .input(importConfigurationInput)
    .mutation(({ ctx, input }) => importConfiguration(ctx.domain, input)),
  testBot: adminProcedure("settings.read").mutation(({ ctx }) => testBot(ctx.domain)),
  testSetup: adminProcedure("settings.read")
    .input(setupTestInput)
    .mutation(({ ctx, input }) => testSetup(ctx.domain, input)),
  checklist: adminProcedure("overview.read").query(({ ctx }) => getSetupChecklist(ctx.domain)),
});
