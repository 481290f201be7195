import {
  changeOwnPassword,
  createRole,
  deleteRole,
  disableAdmin,
  enableAdmin,
  endSessionOf,
  endSessionsOf,
  inviteOperator,
  listOperators,
  listRoles,
  listSessionsOf,
  renewInvitation,
  resetSecondFactor,
  setAdminRole,
  setOwnLocale,
  updateRole,
} from "@/server/domains/team";
import {
  adminInput,
  changeOwnPasswordInput,
  createRoleInput,
  endAdminSessionInput,
  inviteInput,
  roleInput,
  setAdminRoleInput,
  setOwnLocaleInput,
  updateRoleInput,
} from "@/server/domains/team/schemas";
import { adminProcedure, router, signedInProcedure } from "../../init";

const read = adminProcedure("team.read");
const write = adminProcedure("team.write");
const roles = adminProcedure("roles.write");

export const teamRouter = router({
  operators: read.query(({ ctx }) => listOperators(ctx.domain)),
  sessions: read.input(adminInput).query(({ ctx, input }) => listSessionsOf(ctx.domain, input)),
  invite: write.input(inviteInput).mutation(({ ctx, input }) => inviteOperator(ctx.domain, input)),
  renewInvitation: write
    .input(adminInput)
    .mutation(({ ctx, input }) => renewInvitation(ctx.domain, input)),
  setRole: write
    .input(setAdminRoleInput)
    .mutation(({ ctx, input }) => setAdminRole(ctx.domain, input)),
  disable: write.input(adminInput).mutation(({ ctx, input }) => disableAdmin(ctx.domain, input)),
  enable: write.input(adminInput).mutation(({ ctx, input }) => enableAdmin(ctx.domain, input)),
  resetSecondFactor: write
    .input(adminInput)
    .mutation(({ ctx, input }) => resetSecondFactor(ctx.domain, input)),
  endSession: write
    .input(endAdminSessionInput)
    .mutation(({ ctx, input }) => endSessionOf(ctx.domain, input)),
  endSessions: write
    .input(adminInput)
    .mutation(({ ctx, input }) => endSessionsOf(ctx.domain, input)),
  roles: read.query(({ ctx }) => listRoles(ctx.domain)),
  createRole: roles
    .input(createRoleInput)
    .mutation(({ ctx, input }) => createRole(ctx.domain, input)),
  updateRole: roles
    .input(updateRoleInput)
    .mutation(({ ctx, input }) => updateRole(ctx.domain, input)),
  deleteRole: roles.input(roleInput).mutation(({ ctx, input }) => deleteRole(ctx.domain, input)),
  setOwnLocale: signedInProcedure
    .input(setOwnLocaleInput)
    .mutation(({ ctx, input }) => setOwnLocale(ctx.domain, input)),
  changeOwnPassword: signedInProcedure
    .input(changeOwnPasswordInput)
    .mutation(({ ctx, input }) => changeOwnPassword(ctx.domain, input)),
});
