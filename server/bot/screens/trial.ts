import { isAppError } from "@/server/core/errors";
import { listCustomerSubscriptions } from "@/server/domains/subscriptions";
import { startTrial, trialOffer } from "@/server/domains/trials";
import { formatBytes } from "@/server/rules/format";
import { formatMoney } from "@/server/rules/money";
import { pack } from "../callback-data";
import type { BotContext } from "../context";
import { appButton, button, escapeHtml, type Screen } from "./screen";

/** What one gets, asked for once more before it begins: the days count from the press. */
export async function trialScreen(ctx: BotContext): Promise<Screen> {
  const { t, customer } = ctx;
  const offer = await trialOffer(ctx.app, { customerId: customer.id });
  const others = [[button(t("menu.buy"), "buy")], [button(t("common.menu"), "menu")]];
  if (!offer) return { html: t("trial.none"), keyboard: others };
  const price = offer.price && formatMoney(offer.price, customer.locale);
  return {
    html: t(price ? "trial.offerPaid" : "trial.offer", {
      price: price ?? "",
      plan: escapeHtml(offer.planName[customer.locale]),
      days: offer.days,
      devices: offer.deviceLimit,
      traffic:
        offer.trafficLimitBytes === 0n
          ? t("buy.unlimited")
          : t("trial.traffic", { amount: formatBytes(offer.trafficLimitBytes, customer.locale) }),
    }),
    keyboard: [
      [button(price ? t("trial.startPaid", { price }) : t("trial.start"), "try")],
      ...(price ? [[appButton(t("trial.topup"), ctx.links.miniApp("/profile/balance"))]] : []),
      ...others,
    ],
  };
}

export async function startedTrialScreen(ctx: BotContext): Promise<Screen> {
  const { t } = ctx;
  const subscriptionId = await startOrFind(ctx);
  return {
    html: t("trial.started"),
    keyboard: [
      [button(t("menu.connect"), pack("connect", subscriptionId))],
      [button(t("order.open"), pack("sub", subscriptionId))],
      [button(t("common.menu"), "menu")],
    ],
  };
}

/** Pressed twice is begun once: the second press leads to the same subscription. */
async function startOrFind({ app, customer }: BotContext): Promise<string> {
  try {
    return (await startTrial(app, { customerId: customer.id })).subscriptionId;
  } catch (error) {
    if (!isAppError(error)) throw error;
    const list = await listCustomerSubscriptions(app, { customerId: customer.id });
    const running = list.find(({ isTrial, status }) => isTrial && status !== "expired");
    if (!running) throw error;
    return running.id;
  }
}
