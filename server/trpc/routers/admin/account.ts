import QRCode from "qrcode";
import { z } from "zod";
import { ownSite } from "@/server/auth/own-site";
import {
  askOwnEmail,
  confirmIdentity,
  confirmOwnEmail,
  confirmTotp,
  disableTotp,
  endOtherSessions,
  endOwnSession,
  endOwnSessionInput,
  getOwnProfile,
  linkTelegram,
  listOwnPasskeys,
  listOwnSessions,
  loginWidgetInput,
  ownPasskeyQuestion,
  passkeyRegistration,
  registerPasskey,
  removePasskey,
  renewRecoveryCodes,
  setOwnName,
  startTotp,
  unlinkTelegram,
} from "@/server/domains/team";
import {
  confirmIdentityInput,
  confirmOwnEmailInput,
  ownEmailInput,
  registerPasskeyInput,
  removePasskeyInput,
  setOwnNameInput,
  totpCodeInput,
} from "@/server/domains/team/schemas";
import { router, signedInProcedure } from "../../init";

/** One's own account. Open to those too who must set up a second factor before anything else. */
export const accountRouter = router({
  profile: signedInProcedure.query(({ ctx }) => getOwnProfile(ctx.domain)),
  setName: signedInProcedure
    .input(setOwnNameInput)
    .mutation(({ ctx, input }) => setOwnName(ctx.domain, input)),
  askEmail: signedInProcedure
    .input(ownEmailInput)
    .mutation(({ ctx, input }) => askOwnEmail(ctx.domain, input)),
  confirmEmail: signedInProcedure
    .input(confirmOwnEmailInput)
    .mutation(({ ctx, input }) => confirmOwnEmail(ctx.domain, input)),
  sessions: signedInProcedure.query(({ ctx }) => listOwnSessions(ctx.domain)),
  endSession: signedInProcedure
    .input(endOwnSessionInput)
    .mutation(({ ctx, input }) => endOwnSession(ctx.domain, input)),
  endOtherSessions: signedInProcedure.mutation(({ ctx }) => endOtherSessions(ctx.domain)),
  startTotp: signedInProcedure.mutation(async ({ ctx }) => {
    const { secret, uri } = await startTotp(ctx.domain);
    return { secret, qr: await QRCode.toDataURL(uri, { margin: 1, width: 232 }) };
  }),
  confirmTotp: signedInProcedure
    .input(totpCodeInput)
    .mutation(({ ctx, input }) => confirmTotp(ctx.domain, input)),
  disableTotp: signedInProcedure.mutation(({ ctx }) => disableTotp(ctx.domain)),
  renewRecoveryCodes: signedInProcedure.mutation(({ ctx }) => renewRecoveryCodes(ctx.domain)),
  passkeys: signedInProcedure.query(({ ctx }) => listOwnPasskeys(ctx.domain)),
  passkeyRegistration: signedInProcedure.mutation(async ({ ctx }) =>
    passkeyRegistration(ctx.domain, { site: await ownSite() }),
  ),
  registerPasskey: signedInProcedure
    .input(registerPasskeyInput)
    .mutation(async ({ ctx, input }) =>
      registerPasskey(ctx.domain, { ...input, site: await ownSite() }),
    ),
  removePasskey: signedInProcedure
    .input(removePasskeyInput)
    .mutation(({ ctx, input }) => removePasskey(ctx.domain, input)),
  passkeyQuestion: signedInProcedure.mutation(async ({ ctx }) =>
    ownPasskeyQuestion(ctx.domain, { site: await ownSite() }),
  ),
  confirm: signedInProcedure
    .input(confirmIdentityInput)
    .mutation(async ({ ctx, input }) =>
      confirmIdentity(ctx.domain, { ...input, site: await ownSite() }),
    ),
  linkTelegram: signedInProcedure
    .input(z.object({ widget: loginWidgetInput }))
    .mutation(({ ctx, input }) => linkTelegram(ctx.domain, input.widget)),
  unlinkTelegram: signedInProcedure.mutation(({ ctx }) => unlinkTelegram(ctx.domain)),
});
