import {
  getPaymentDetail,
  listGatewayEvents,
  listGateways,
  listPayments,
  listRefusedWebhooks,
  replayGatewayEvent,
  requestRefund,
  resolveHeldPayment,
  sendTestPayment,
  testGateway,
} from "@/server/domains/payments";
import {
  gatewayEventInput,
  gatewayInput,
  listGatewayEventsInput,
  listPaymentsInput,
  paymentInput,
  requestRefundInput,
  resolveHeldInput,
} from "@/server/domains/payments/schemas";
import { adminProcedure, router } from "../../init";

const read = adminProcedure("orders.read");

export const paymentsRouter = router({
  list: read.input(listPaymentsInput).query(({ ctx, input }) => listPayments(ctx.domain, input)),
  get: read.input(paymentInput).query(({ ctx, input }) => getPaymentDetail(ctx.domain, input)),
  gateways: read.query(({ ctx }) => listGateways(ctx.domain)),
  events: read
    .input(listGatewayEventsInput)
    .query(({ ctx, input }) => listGatewayEvents(ctx.domain, input)),
  refused: read.query(({ ctx }) => listRefusedWebhooks(ctx.domain)),
  replay: adminProcedure("payments.replay")
    .input(gatewayEventInput)
    .mutation(({ ctx, input }) => replayGatewayEvent(ctx.domain, input)),
  refund: adminProcedure("payments.refund")
    .input(requestRefundInput)
    .mutation(({ ctx, input }) => requestRefund(ctx.domain, input)),
  resolveHeld: adminProcedure("payments.refund")
    .input(resolveHeldInput)
    .mutation(({ ctx, input }) => resolveHeldPayment(ctx.domain, input)),
  testGateway: adminProcedure("settings.write")
    .input(gatewayInput)
    .mutation(({ ctx, input }) => testGateway(ctx.domain, input)),
  sendTestPayment: adminProcedure("settings.write")
    .input(gatewayInput)
    .mutation(({ ctx, input }) => sendTestPayment(ctx.domain, input)),
});
