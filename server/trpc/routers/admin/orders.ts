import { cancelOrder, getOrderDetail, listOrders, refundToCredit } from "@/server/domains/orders";
import { listOrdersInput, orderInput, refundToCreditInput } from "@/server/domains/orders/schemas";
import { adminProcedure, router } from "../../init";

const read = adminProcedure("orders.read");

export const ordersRouter = router({
  list: read.input(listOrdersInput).query(({ ctx, input }) => listOrders(ctx.domain, input)),
  get: read.input(orderInput).query(({ ctx, input }) => getOrderDetail(ctx.domain, input)),
  cancel: adminProcedure("orders.write")
    .input(orderInput)
    .mutation(({ ctx, input }) => cancelOrder(ctx.domain, input)),
  refundToCredit: adminProcedure("payments.refund")
    .input(refundToCreditInput)
    .mutation(({ ctx, input }) => refundToCredit(ctx.domain, input)),
});
