import { getCustomer, setLocale } from "@/server/domains/customers";
import { setLocaleInput } from "@/server/domains/customers/schemas";
import { getContactPoints } from "@/server/domains/notifications";
import { customerProcedure, router } from "../../init";

export const customerRouter = router({
  me: customerProcedure.query(({ ctx }) => getCustomer(ctx.domain, { customerId: ctx.customerId })),
  setLocale: customerProcedure
    .input(setLocaleInput.pick({ locale: true }))
    .mutation(({ ctx, input }) =>
      setLocale(ctx.domain, { customerId: ctx.customerId, locale: input.locale }),
    ),
  contacts: customerProcedure.query(({ ctx }) => getContactPoints(ctx.domain)),
});
