import {
  approvePayouts,
  failPayout,
  getPayoutDetail,
  listPayouts,
  markPayoutPaid,
  rejectPayout,
  retryPayout,
  startPayout,
  summarizePayouts,
  testPayoutProvider,
} from "@/server/domains/partners";
import {
  approvePayoutsInput,
  failPayoutInput,
  listPayoutsInput,
  markPaidInput,
  payoutInput,
  rejectPayoutInput,
} from "@/server/domains/partners/schemas";
import { adminProcedure, router } from "../../init";

const read = adminProcedure("partners.read");
const pay = adminProcedure("payouts.approve");

export const payoutsRouter = router({
  list: read.input(listPayoutsInput).query(({ ctx, input }) => listPayouts(ctx.domain, input)),
  get: read.input(payoutInput).query(({ ctx, input }) => getPayoutDetail(ctx.domain, input)),
  summary: read.query(({ ctx }) => summarizePayouts(ctx.domain)),
  /** One or many; each says for itself whether it could be approved. */
  approve: pay
    .input(approvePayoutsInput)
    .mutation(({ ctx, input }) => approvePayouts(ctx.domain, input)),
  reject: pay
    .input(rejectPayoutInput)
    .mutation(({ ctx, input }) => rejectPayout(ctx.domain, input)),
  /** A payout by hand is being made. */
  start: pay.input(payoutInput).mutation(({ ctx, input }) => startPayout(ctx.domain, input)),
  /** Ask the provider now, whatever the schedule says. */
  retry: pay.input(payoutInput).mutation(({ ctx, input }) => retryPayout(ctx.domain, input)),
  markPaid: pay
    .input(markPaidInput)
    .mutation(({ ctx, input }) => markPayoutPaid(ctx.domain, input)),
  fail: pay.input(failPayoutInput).mutation(({ ctx, input }) => failPayout(ctx.domain, input)),
  testProvider: pay.mutation(({ ctx }) => testPayoutProvider(ctx.domain)),
});
