import {
  cancelOrder,
  findOpenOrder,
  getOrderProgress,
  listCustomerOrders,
} from "@/server/domains/orders";
import { orderInput } from "@/server/domains/orders/schemas";
import { checkOrderPayment, checkout, listWaysToPay } from "@/server/domains/payments";
import { ownCheckoutInput, ownWaysToPayInput } from "@/server/domains/payments/schemas";
import { customerProcedure, limitedProcedure, router } from "../../init";

export const ordersRouter = router({
  ways: customerProcedure
    .input(ownWaysToPayInput)
    .query(({ ctx, input }) => listWaysToPay(ctx.domain, { ...input, customerId: ctx.customerId })),
  checkout: limitedProcedure("customer_orders")
    .input(ownCheckoutInput)
    .mutation(async ({ ctx, input }) => {
      const { order, payment } = await checkout(ctx.domain, {
        ...input,
        customerId: ctx.customerId,
        source: "miniapp",
      });
      return { orderId: order.id, payUrl: payment?.payUrl ?? null };
    }),
  open: customerProcedure.query(({ ctx }) =>
    findOpenOrder(ctx.domain, { customerId: ctx.customerId }),
  ),
  list: customerProcedure.query(({ ctx }) =>
    listCustomerOrders(ctx.domain, { customerId: ctx.customerId }),
  ),
  progress: customerProcedure
    .input(orderInput)
    .query(({ ctx, input }) => getOrderProgress(ctx.domain, input)),
  check: customerProcedure
    .input(orderInput)
    .mutation(({ ctx, input }) => checkOrderPayment(ctx.domain, input)),
  cancel: customerProcedure
    .input(orderInput)
    .mutation(({ ctx, input }) => cancelOrder(ctx.domain, input)),
});
