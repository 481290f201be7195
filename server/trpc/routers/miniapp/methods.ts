import { listSavedMethods, removeSavedMethod } from "@/server/domains/payments";
import { savedMethodInput } from "@/server/domains/payments/schemas";
import { customerProcedure, router } from "../../init";

/** Ways to pay that the customer agreed to keep. */
export const methodsRouter = router({
  list: customerProcedure.query(({ ctx }) =>
    listSavedMethods(ctx.domain, { customerId: ctx.customerId }),
  ),
  remove: customerProcedure
    .input(savedMethodInput)
    .mutation(({ ctx, input }) => removeSavedMethod(ctx.domain, input)),
});
