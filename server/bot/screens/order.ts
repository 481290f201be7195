import { getOrderProgress } from "@/server/domains/orders";
import { pack } from "../callback-data";
import type { BotContext } from "../context";
import { button, linkButton, type Screen } from "./screen";

type Progress = Awaited<ReturnType<typeof getOrderProgress>>;

/** Where an order stands and the next thing to do about it. */
export async function orderScreen(ctx: BotContext, orderId: string): Promise<Screen> {
  const progress = await getOrderProgress(ctx.app, { orderId });
  return {
    html: ctx.t(`order.${progress.status}`, { number: String(progress.number) }),
    keyboard: KEYBOARDS[progress.status](ctx, progress, orderId),
  };
}

const toMenu = (ctx: BotContext) => [button(ctx.t("common.menu"), "menu")];
const again = (ctx: BotContext, orderId: string) => [
  button(ctx.t("order.check"), pack("chk", orderId)),
];

type Keyboard = (
  ctx: BotContext,
  progress: Progress,
  orderId: string,
) => NonNullable<Screen["keyboard"]>;

const KEYBOARDS: Record<Progress["status"], Keyboard> = {
  awaiting_payment: (ctx, { payment }, orderId) => [
    ...(payment?.payUrl ? [[linkButton(ctx.t("order.pay"), payment.payUrl)]] : []),
    again(ctx, orderId),
    [button(ctx.t("order.cancel"), pack("ocx", orderId))],
  ],
  checking: (ctx, _progress, orderId) => [again(ctx, orderId), toMenu(ctx)],
  held: (ctx) => [[button(ctx.t("order.support"), "paysupport")], toMenu(ctx)],
  preparing: (ctx, _progress, orderId) => [again(ctx, orderId), toMenu(ctx)],
  ready: (ctx, { subscriptionId }) => [
    ...(subscriptionId
      ? [
          [button(ctx.t("menu.connect"), pack("connect", subscriptionId))],
          [button(ctx.t("order.open"), pack("sub", subscriptionId))],
        ]
      : []),
    toMenu(ctx),
  ],
  expired: (ctx) => [[button(ctx.t("menu.buy"), "buy")], toMenu(ctx)],
  cancelled: (ctx) => [[button(ctx.t("menu.buy"), "buy")], toMenu(ctx)],
  refunded: (ctx) => [toMenu(ctx)],
};
