import { changeOwnPassword, setOwnLocale } from "@/server/domains/team";
import { changeOwnPasswordInput, setOwnLocaleInput } from "@/server/domains/team/schemas";
import { router, signedInProcedure } from "../../init";

export const teamRouter = router({
  setOwnLocale: signedInProcedure
    .input(setOwnLocaleInput)
    .mutation(({ ctx, input }) => setOwnLocale(ctx.domain, input)),
  changeOwnPassword: signedInProcedure
    .input(changeOwnPasswordInput)
    .mutation(({ ctx, input }) => changeOwnPassword(ctx.domain, input)),
});
