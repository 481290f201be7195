export { cancelOrder, expireOrders } from "./close-order";
export { createOrder } from "./create-order";
export { fulfilOrder, rescueOrders } from "./fulfil-order";
export { markOrderPaid } from "./mark-order-paid";
export { findOpenOrder, getOrderProgress } from "./progress";
export { getOrderDetail, listCustomerOrders, listOrders } from "./queries";
export { quoteOrder } from "./quote-order";
export { recordOrderRefund } from "./record-order-refund";
export { orderSettings } from "./settings";
