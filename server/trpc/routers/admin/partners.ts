import {
  addPartner,
  approvePartner,
  getPartnerDetail,
  getProgram,
  listCommissions,
  listPartners,
  programSettings,
  rejectPartner,
  resumePartner,
  setParent,
  setTerms,
  simulateLevels,
  suspendPartner,
  toProgramValues,
} from "@/server/domains/partners";
import {
  addPartnerInput,
  decidePartnerInput,
  listCommissionsInput,
  listPartnersInput,
  partnerInput,
  programLevelsInput,
  setParentInput,
  setTermsInput,
} from "@/server/domains/partners/schemas";
import { updateSettingsGroup } from "@/server/domains/settings";
import { adminProcedure, router } from "../../init";

const read = adminProcedure("partners.read");
const write = adminProcedure("partners.write");

export const partnersRouter = router({
  program: read.query(({ ctx }) => getProgram(ctx.domain)),
  list: read.input(listPartnersInput).query(({ ctx, input }) => listPartners(ctx.domain, input)),
  get: read.input(partnerInput).query(({ ctx, input }) => getPartnerDetail(ctx.domain, input)),
  commissions: read
    .input(listCommissionsInput)
    .query(({ ctx, input }) => listCommissions(ctx.domain, input)),
  /** Levels and override shares as they would have been last month, before they are saved. */
  simulate: read
    .input(programLevelsInput)
    .query(({ ctx, input }) => simulateLevels(ctx.domain, input)),
  saveLevels: adminProcedure("settings.write")
    .input(programLevelsInput)
    .mutation(async ({ ctx, input }) => {
      const values = toProgramValues(input);
      await updateSettingsGroup(ctx.domain, { id: programSettings.id, values });
      return getProgram(ctx.domain);
    }),
  add: write.input(addPartnerInput).mutation(({ ctx, input }) => addPartner(ctx.domain, input)),
  approve: write
    .input(partnerInput)
    .mutation(({ ctx, input }) => approvePartner(ctx.domain, input)),
  reject: write
    .input(decidePartnerInput)
    .mutation(({ ctx, input }) => rejectPartner(ctx.domain, input)),
  suspend: write
    .input(decidePartnerInput)
    .mutation(({ ctx, input }) => suspendPartner(ctx.domain, input)),
  resume: write
    .input(decidePartnerInput)
    .mutation(({ ctx, input }) => resumePartner(ctx.domain, input)),
  setTerms: write.input(setTermsInput).mutation(({ ctx, input }) => setTerms(ctx.domain, input)),
  setParent: write.input(setParentInput).mutation(({ ctx, input }) => setParent(ctx.domain, input)),
});
