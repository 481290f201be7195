import { takeTurn } from "@/server/core/rate-limit";
import { cancelOrder } from "@/server/domains/orders";
import {
  checkOrderPayment,
  checkout,
  listPaymentMethods,
  purchaseKind,
} from "@/server/domains/payments";
import { getSubscriptionView } from "@/server/domains/subscriptions";
import { shortName, withPrefix } from "../callback-data";
import type { BotContext } from "../context";
import { findDuration, goneScreen, methodsScreen, planScreen, plansScreen } from "../screens/buy";
import { orderScreen } from "../screens/order";
import { show } from "../screens/screen";
import type { Callback } from ".";

export const purchaseCallbacks = {
  buy: async (ctx) => show(ctx, await plansScreen(ctx, null)),
  upgrade: async (ctx, [sub]) => show(ctx, await plansScreen(ctx, withPrefix("sub", sub))),
  plan: async (ctx, [plan, sub]) =>
    show(ctx, await planScreen(ctx, withPrefix("pln", plan) ?? "", withPrefix("sub", sub))),
  /** Renewing is choosing a duration of the plan one has. */
  renew: async (ctx, [sub]) => {
    const subscriptionId = withPrefix("sub", sub) ?? "";
    const { planId } = await getSubscriptionView(ctx.app, { subscriptionId });
    await show(
      ctx,
      planId
        ? await planScreen(ctx, planId, subscriptionId)
        : await plansScreen(ctx, subscriptionId),
    );
  },
  dur: async (ctx, [duration, sub, credit]) =>
    show(
      ctx,
      await methodsScreen(
        ctx,
        withPrefix("dur", duration) ?? "",
        withPrefix("sub", sub),
        credit === "c",
      ),
    ),
  p: (ctx, [duration, sub, gateway, credit]) =>
    buyNow(ctx, withPrefix("dur", duration) ?? "", withPrefix("sub", sub), {
      method: gateway ?? "",
      useCredit: credit === "c",
    }),
  chk: async (ctx, [order]) => {
    const orderId = withPrefix("ord", order) ?? "";
    await checkOrderPayment(ctx.app, { orderId });
    await show(ctx, await orderScreen(ctx, orderId));
  },
  ocx: async (ctx, [order]) => {
    const orderId = withPrefix("ord", order) ?? "";
    await cancelOrder(ctx.app, { orderId });
    await show(ctx, await orderScreen(ctx, orderId));
  },
} satisfies Record<string, Callback>;

/** The message and its button are the idempotency key: pressed twice, bought once. */
async function buyNow(
  ctx: BotContext,
  durationId: string,
  subscriptionId: string | null,
  { method, useCredit }: { method: string; useCredit: boolean },
): Promise<void> {
  const found = await findDuration(ctx, durationId);
  if (!found) return show(ctx, goneScreen(ctx));
  const methods = await listPaymentMethods(ctx.app);
  const gateway =
    [...methods.map((known) => known.gateway), "credit"].find(
      (known) => shortName(known) === shortName(method),
    ) ?? method;
  const kind = await purchaseKind(ctx.app, { subscriptionId, planId: found.plan.id });
  await takeTurn(ctx.app, { limit: "customer_orders", subject: ctx.customer.id });
  const { order } = await checkout(ctx.app, {
    customerId: ctx.customer.id,
    kind,
    planId: found.plan.id,
    durationId,
    subscriptionId,
    gateway,
    useCredit,
    source: "bot",
    clientKey: `bot:${ctx.chat?.id}:${ctx.callbackQuery?.message?.message_id}:${durationId}:${subscriptionId ?? ""}:${gateway}${useCredit ? ":credit" : ""}`,
  });
  await show(ctx, await orderScreen(ctx, order.id));
}
