import { getMyPartnership, getPartnerOverview } from "@/server/domains/partners";
import { formatMoney, type Money } from "@/server/rules/money";
import type { BotContext } from "../context";
import { appButton, button, escapeHtml, type Screen } from "./screen";

/** A partner's balances and level; joining, payouts and everything else are in the Mini App. */
export async function partnerScreen(ctx: BotContext): Promise<Screen> {
  const { t, customer } = ctx;
  const standing = await getMyPartnership(ctx.app, { customerId: customer.id });
  const open = appButton(t("partner.open"), ctx.links.miniApp("/profile/partner"));
  const toMenu = [button(t("common.menu"), "menu")];
  const { partner } = standing;
  if (partner?.status !== "active") {
    const state = partner?.status ?? standing.whyNot ?? "invited";
    return {
      html: t(`partner.state.${state}`),
      keyboard: standing.mayApply || partner ? [[open], toMenu] : [toMenu],
    };
  }
  const { balances, level } = await getPartnerOverview(ctx.app, { partnerId: partner.id });
  const sum = (money: Money) => formatMoney(money, customer.locale);
  return {
    html: [
      t("partner.level", {
        name: escapeHtml(level.name),
        percent: String(level.rateBp / 100),
        count: level.referrals,
      }),
      t("partner.balances", {
        payable: sum(balances.payable),
        pending: sum(balances.pending),
        inPayout: sum(balances.inPayout),
      }),
      ...(balances.debt.amount > 0n ? [t("partner.debt", { amount: sum(balances.debt) })] : []),
    ].join("\n\n"),
    keyboard: [[open], toMenu],
  };
}
