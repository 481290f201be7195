import { listCustomerSubscriptions } from "@/server/domains/subscriptions";
import { trialOffer } from "@/server/domains/trials";
import { formatMoney } from "@/server/rules/money";
import type { BotContext } from "../context";
import { appButton, button, escapeHtml, type Screen } from "./screen";

export async function menuScreen(ctx: BotContext): Promise<Screen> {
  const { t, customer } = ctx;
  const [subscriptions, trial] = await Promise.all([
    listCustomerSubscriptions(ctx.app, { customerId: customer.id }),
    trialOffer(ctx.app, { customerId: customer.id }),
  ]);
  const live = subscriptions.filter((s) => ["active", "trial", "limited"].includes(s.status));
  const greeting = t(ctx.isNewcomer ? "menu.welcome" : "menu.hello", {
    name: escapeHtml(customer.firstName || t("menu.friend")),
  });
  return {
    html: `${greeting}\n\n${t("menu.summary", { count: live.length })}`,
    keyboard: [
      ...(trial
        ? [
            [
              button(
                trial.price
                  ? t("menu.trialPaid", { price: formatMoney(trial.price, customer.locale) })
                  : t("menu.trial"),
                "trial",
              ),
            ],
          ]
        : []),
      [button(t("menu.buy"), "buy")],
      ...(subscriptions.length > 0
        ? [[button(t("menu.subscriptions"), "subs"), button(t("menu.connect"), "connect")]]
        : []),
      [button(t("menu.invite"), "invite"), button(t("menu.promo"), "promo")],
      [button(t("menu.balance"), "balance"), button(t("menu.partner"), "partner")],
      [button(t("menu.help"), "help"), button(t("menu.language"), "lang")],
      [appButton(t("menu.app"), ctx.links.miniApp())],
    ],
  };
}
