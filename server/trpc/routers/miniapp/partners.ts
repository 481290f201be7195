import { currentCustomer } from "@/server/auth/customer-session";
import { env } from "@/server/core/env";
import { takeTurn } from "@/server/core/rate-limit";
import { endOwnSession, getCustomer } from "@/server/domains/customers";
import { getContactPoints } from "@/server/domains/notifications";
import {
  applyForPartner,
  getMyPartnership,
  getPartnerOverview,
  listCommissions,
  listPayouts,
  ownPartnerId,
  quotePayout,
  requestPayout,
  setPayoutMethod,
} from "@/server/domains/partners";
import {
  applyInput,
  listCommissionsInput,
  listPayoutsInput,
  payoutQuoteInput,
  requestPayoutInput,
  setPayoutMethodInput,
} from "@/server/domains/partners/schemas";
import { ownLinks } from "@/server/domains/referrals";
import { customerProcedure, partnerProcedure as ownProcedure, router } from "../../init";

/** For partners only: who is none is told that there is nothing here. */
const partnerProcedure = ownProcedure.use(async ({ ctx, next }) => {
  const { customerId, domain } = ctx;
  return next({
    ctx: { customerId, domain, partnerId: await ownPartnerId(domain, { customerId }) },
  });
});

export const partnersRouter = router({
  /** The program, and whether this customer is part of it or may become one. */
  me: ownProcedure.query(({ ctx }) => getMyPartnership(ctx.domain, { customerId: ctx.customerId })),
  join: customerProcedure
    .input(applyInput.omit({ customerId: true }))
    .mutation(({ ctx, input }) =>
      applyForPartner(ctx.domain, { ...input, customerId: ctx.customerId }),
    ),
  /** The code that friends come by, and the link that carries it. */
  invitation: partnerProcedure.query(async ({ ctx }) => {
    const [{ referralCode }, { botUsername }] = await Promise.all([
      getCustomer(ctx.domain, { customerId: ctx.customerId }),
      getContactPoints(ctx.domain),
    ]);
    return {
      code: referralCode,
      link: botUsername
        ? `https://t.me/${botUsername}?start=ref_${referralCode}`
        : `${env().APP_URL ?? `http://localhost:${env().PORT}`}/r/${referralCode}`,
    };
  }),
  /** The same link and those of campaigns, with what each brought. */
  links: partnerProcedure.query(({ ctx }) => ownLinks(ctx.domain, { customerId: ctx.customerId })),
  /** Ends the session that asks. */
  leave: ownProcedure.mutation(async ({ ctx }) => {
    const session = await currentCustomer();
    if (!session) return;
    const { customerId, sessionId } = session;
    await endOwnSession(ctx.domain, { customerId, sessionId });
  }),
  overview: partnerProcedure.query(({ ctx }) =>
    getPartnerOverview(ctx.domain, { partnerId: ctx.partnerId }),
  ),
  commissions: partnerProcedure
    .input(listCommissionsInput.omit({ partnerId: true }))
    .query(({ ctx, input }) => listCommissions(ctx.domain, { ...input, partnerId: ctx.partnerId })),
  payouts: partnerProcedure
    .input(listPayoutsInput.pick({ cursor: true, limit: true }))
    .query(({ ctx, input }) => listPayouts(ctx.domain, { ...input, partnerId: ctx.partnerId })),
  setMethod: partnerProcedure
    .input(setPayoutMethodInput.omit({ partnerId: true }))
    .mutation(({ ctx, input }) =>
      setPayoutMethod(ctx.domain, { ...input, partnerId: ctx.partnerId }),
    ),
  quote: partnerProcedure
    .input(payoutQuoteInput.omit({ partnerId: true }))
    .query(({ ctx, input }) => quotePayout(ctx.domain, { ...input, partnerId: ctx.partnerId })),
  request: partnerProcedure
    .input(requestPayoutInput.omit({ partnerId: true }))
    .mutation(async ({ ctx, input }) => {
      await takeTurn(ctx.domain, { limit: "customer_payouts", subject: ctx.customerId });
      return requestPayout(ctx.domain, { ...input, partnerId: ctx.partnerId });
    }),
});
