import { confirmEmail, getCustomer, linkEmail, setLocale } from "@/server/domains/customers";
import {
  confirmEmailInput,
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
  contacts: customerProcedure.query(({ ctx }) => getContactPoints(ctx.domain)),
});
