import { eventType } from "inngest";
import { z } from "zod";

/** Every event of the product. Data is small: ids and decimal strings; the receiver reads the rest. */
const id = z.string();

/** A webhook of a payment gateway was stored in the inbox. */
export const gatewayEventReceived = eventType("payments/event.received", {
  schema: z.object({ eventId: id }),
});
/** A payment exists at its gateway and wants polling until it ends. */
export const paymentOpened = eventType("payments/opened", { schema: z.object({ paymentId: id }) });
/** Money arrived that a person must decide on. */
export const paymentHeld = eventType("payments/held", {
  schema: z.object({ paymentId: id, orderId: id, customerId: id, reason: z.string() }),
});
/** A step of automatic renewal came to something. `outcome` as in RENEWAL_OUTCOMES, never pending. */
export const renewalEnded = eventType("payments/renewal.ended", {
  schema: z.object({ attemptId: id, outcome: z.string() }),
});
export const orderCreated = eventType("orders/created", {
  schema: z.object({ orderId: id, customerId: id }),
});
/** Confirmed money (or nothing to pay). Fulfilment, receipts, commissions and rewards subscribe. */
export const orderPaid = eventType("orders/paid", {
  schema: z.object({ orderId: id, customerId: id, paymentId: id.nullable() }),
});
export const orderFulfilled = eventType("orders/fulfilled", {
  schema: z.object({ orderId: id, customerId: id, subscriptionId: id.nullable() }),
});
export const orderClosed = eventType("orders/closed", {
  schema: z.object({ orderId: id, customerId: id, status: z.enum(["expired", "cancelled"]) }),
});
export const refundRequested = eventType("refunds/requested", {
  schema: z.object({ refundId: id }),
});
/** Money went back (`refundId`) or became credit (null); `full` means the order is now refunded whole. */
export const orderRefunded = eventType("orders/refunded", {
  schema: z.object({ orderId: id, customerId: id, refundId: id.nullable(), full: z.boolean() }),
});
/** A customer's credit was given, taken or returned. `told`: worth a message. */
export const creditChanged = eventType("ledger/credit.changed", {
  schema: z.object({
    customerId: id,
    journalId: id,
    /** Minor units, decimal. */
    amount: z.string(),
    currency: z.string(),
    told: z.boolean(),
  }),
});
/** A referral reward was given, taken back or decided on. */
export const rewardChanged = eventType("referrals/reward.changed", {
  schema: z.object({ rewardId: id, customerId: id }),
});
/** The promise changed: move the panel to it. */
export const subscriptionChanged = eventType("subscriptions/changed", {
  schema: z.object({ subscriptionId: id, customerId: id, revision: z.number().int() }),
});
/** The panel shows what was promised. `first`: the link was handed over for the first time. */
export const subscriptionProvisioned = eventType("subscriptions/provisioned", {
  schema: z.object({
    subscriptionId: id,
    customerId: id,
    revision: z.number().int(),
    first: z.boolean(),
    delayed: z.boolean(),
    /** Why the promise changed since the last such event: kinds of grants, verbs of operators. */
    whys: z.array(z.string()),
  }),
});
/** The panel is away: the promise is kept and delivered later. Sent once a promise. */
export const subscriptionDelayed = eventType("subscriptions/delayed", {
  schema: z.object({ subscriptionId: id, customerId: id, revision: z.number().int() }),
});
/** The customer switched automatic renewal. */
export const autoRenewChanged = eventType("subscriptions/auto-renew.changed", {
  schema: z.object({ subscriptionId: id }),
});
/** What is shown changed: status, traffic, devices, link. */
export const subscriptionObserved = eventType("subscriptions/observed", {
  schema: z.object({ subscriptionId: id, customerId: id }),
});
/** A webhook of the panel was stored in the inbox. */
export const panelEventReceived = eventType("remnawave/event.received", {
  schema: z.object({ eventId: id }),
});
export const syncRequested = eventType("remnawave/sync.requested", {
  schema: z.object({ runId: id }),
});
export const syncFinished = eventType("remnawave/sync.finished", {
  schema: z.object({ runId: id }),
});
export const importRequested = eventType("remnawave/import.requested", {
  schema: z.object({ runId: id, apply: z.boolean() }),
});
/** The panel was seen up or down, or its nodes changed. */
export const panelStateChanged = eventType("remnawave/state.changed", {
  schema: z.object({ part: z.string() }),
});
export const customerCreated = eventType("customers/created", {
  schema: z.object({ customerId: id }),
});
export const notificationRequested = eventType("notifications/requested", {
  schema: z.object({ notificationId: id }),
});
export const alertChanged = eventType("monitoring/alert.changed", {
  schema: z.object({ kind: z.string(), key: z.string() }),
});
export const settingsChanged = eventType("settings/changed", {
  schema: z.object({ group: z.string() }),
});
/** An action on many at once was begun, or is to go on after an interruption. */
export const bulkRunStarted = eventType("bulk/run.started", { schema: z.object({ runId: id }) });
/** A bulk run came further, ended or was cancelled. */
export const bulkRunChanged = eventType("bulk/run.changed", { schema: z.object({ runId: id }) });
export const catalogChanged = eventType("catalog/changed", { schema: z.object({ planId: id }) });
/** A partner joined, was decided on, or their money or level moved. */
export const partnerChanged = eventType("partners/changed", {
  schema: z.object({ partnerId: id, customerId: id, status: z.string() }),
});
/** An operator (or the program, joining being automatic) decided on a partner; they are told. */
export const partnerDecided = eventType("partners/decided", {
  schema: z.object({ partnerId: id, customerId: id, status: z.string(), at: z.string() }),
});
/** A payout entered a state; the partner is told. */
export const payoutChanged = eventType("partners/payout.changed", {
  schema: z.object({ payoutId: id, partnerId: id, customerId: id, status: z.string() }),
});
/** An approved payout is to be sent by its provider. */
export const payoutSendRequested = eventType("partners/payout.send_requested", {
  schema: z.object({ payoutId: id }),
});
/** Something about an operator's account that they should hear of. `kind` as in OPERATOR_NEWS. */
export const operatorNews = eventType("team/operator.news", {
  schema: z.object({
    adminId: id,
    kind: z.string(),
    sessionId: id.nullable(),
    address: z.string(),
    at: z.string(),
  }),
});
/** Somebody asked for a new password; whether the address is an operator's is found out later. */
export const passwordResetAsked = eventType("team/password_reset.asked", {
  schema: z.object({ email: z.string(), address: z.string() }),
});
