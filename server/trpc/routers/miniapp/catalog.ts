import { getStorefront } from "@/server/domains/catalog";
import { customerProcedure, router } from "../../init";

export const catalogRouter = router({
  storefront: customerProcedure.query(({ ctx }) =>
    getStorefront(ctx.domain, { customerId: ctx.customerId }),
  ),
});
