import { cancelOrder, getOrderDetail, listOrders } from "@/server/domains/orders";
import { listOrdersInput, orderInput } from "@/server/domains/orders/schemas";
import { adminProcedure, router } from "../../init";

const read = adminProcedure("orders.read");

export const ordersRouter = router({
  list: read.input(listOrdersInput).query(({ ctx, input }) => listOrders(ctx.domain, input)),
  get: read.input(orderInput).query(({ ctx, input }) => getOrderDetail(ctx.domain, input)),
  cancel: adminProcedure("payments.refund")
    .input(orderInput)
    .mutation(({ ctx, input }) => cancelOrder(ctx.domain, input)),
});
