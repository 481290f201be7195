import { AppError } from "@/server/core/errors";
import {
  confirmEmail,
  endOtherOwnSessions,
  endOwnSession,
  getCustomer,
  linkEmail,
  listOwnSessions,
  setLocale,
  startTelegramLink,
} from "@/server/domains/customers";
import {
  confirmEmailInput,
  endSessionInput,
  linkEmailInput,
  setLocaleInput,
} from "@/server/domains/customers/schemas";
import { getContactPoints } from "@/server/domains/notifications";
import { customerProcedure, router } from "../../init";

export const customerRouter = router({
  me: customerProcedure.query(({ ctx }) => getCustomer(ctx.domain, { customerId: ctx.customerId })),
  setLocale: customerProcedure
    .input(setLocaleInput.pick({ locale: true }))
    .mutation(({ ctx, input }) =>
      setLocale(ctx.domain, { customerId: ctx.customerId, locale: input.locale }),
    ),
  linkEmail: customerProcedure
    .input(linkEmailInput)
    .mutation(({ ctx, input }) => linkEmail(ctx.domain, { ...input, customerId: ctx.customerId })),
  confirmEmail: customerProcedure
    .input(confirmEmailInput)
    .mutation(({ ctx, input }) =>
      confirmEmail(ctx.domain, { ...input, customerId: ctx.customerId }),
    ),
  /** A link into the bot that attaches the Telegram account which opens it. */
  linkTelegram: customerProcedure.mutation(async ({ ctx }) => {
    const { botUsername } = await getContactPoints(ctx.domain);
    if (!botUsername) {
      throw new AppError("precondition", "no_bot", "This shop has no bot.");
    }
    const { payload } = await startTelegramLink(ctx.domain, { customerId: ctx.customerId });
    return { url: `https://t.me/${botUsername}?start=${payload}` };
  }),
  sessions: customerProcedure.query(({ ctx }) =>
    listOwnSessions(ctx.domain, { customerId: ctx.customerId, current: ctx.sessionId }),
  ),
  endSession: customerProcedure
    .input(endSessionInput)
    .mutation(({ ctx, input }) =>
      endOwnSession(ctx.domain, { customerId: ctx.customerId, sessionId: input.sessionId }),
    ),
  endOtherSessions: customerProcedure.mutation(({ ctx }) =>
    endOtherOwnSessions(ctx.domain, { customerId: ctx.customerId, current: ctx.sessionId }),
  ),
  contacts: customerProcedure.query(({ ctx }) => getContactPoints(ctx.domain)),
});
