import { customerCredit } from "@/server/domains/ledger";
import { formatMoney, isCurrency, money } from "@/server/rules/money";
import type { BotContext } from "../context";
import { appButton, button, type Screen } from "./screen";

/** What is on the customer's credit; adding to it and its history are in the Mini App. */
export async function balanceScreen(ctx: BotContext): Promise<Screen> {
  const { t, customer } = ctx;
  const balances = (await customerCredit(ctx.app, { customerId: customer.id })).flatMap(
    ({ amount, currency }) =>
      isCurrency(currency) && amount !== 0n
        ? [formatMoney(money(amount, currency), customer.locale)]
        : [],
  );
  return {
    html:
      balances.length > 0
        ? t("balance.text", { amount: balances.join(" · ") })
        : t("balance.empty"),
    keyboard: [
      [appButton(t("balance.open"), ctx.links.miniApp("/profile/balance"))],
      [button(t("common.menu"), "menu")],
    ],
  };
}
