import { dropPendingPromo, enterPromoCode, pendingPromo } from "@/server/domains/promocodes";
import { enterPromoCodeInput } from "@/server/domains/promocodes/schemas";
import { customerProcedure, limitedProcedure, router } from "../../init";

export const promocodesRouter = router({
  /** Gives at once what the code gives by itself; else it waits for the next order. */
  enter: limitedProcedure("customer_promo_codes")
    .input(enterPromoCodeInput.omit({ customerId: true }))
    .mutation(({ ctx, input }) =>
      enterPromoCode(ctx.domain, { ...input, customerId: ctx.customerId }),
    ),
  pending: customerProcedure.query(({ ctx }) =>
    pendingPromo(ctx.domain, { customerId: ctx.customerId }),
  ),
  drop: customerProcedure.mutation(({ ctx }) =>
    dropPendingPromo(ctx.domain, { customerId: ctx.customerId }),
  ),
});
