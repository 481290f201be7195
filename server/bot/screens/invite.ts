import { ownReferrals } from "@/server/domains/referrals";
import { formatMoney } from "@/server/rules/money";
import type { BotContext } from "../context";
import { appButton, button, escapeHtml, linkButton, type Screen } from "./screen";

type Own = Awaited<ReturnType<typeof ownReferrals>>;

/** A person's link, what it is worth to both sides, and what it has brought: the Mini App's numbers. */
export async function inviteScreen(ctx: BotContext): Promise<Screen> {
  const { t, customer } = ctx;
  const own = await ownReferrals(ctx.app, { customerId: customer.id });
  const details = [appButton(t("invite.app"), ctx.links.miniApp("/profile/invite"))];
  const toMenu = [button(t("common.menu"), "menu")];
  if (!own.invitation) {
    return {
      html: [t(own.onTrialOnly ? "invite.later" : "invite.off"), numbers(ctx, own)]
        .filter(Boolean)
        .join("\n\n"),
      keyboard: [[button(t("menu.buy"), "buy")], toMenu],
    };
  }
  const { code, payload } = own.invitation;
  const link = ctx.links.start(payload);
  const share = `https://t.me/share/url?${new URLSearchParams({ url: link, text: t("invite.share") })}`;
  return {
    html: [
      t("invite.text", { own: code, link: escapeHtml(link) }),
      terms(ctx, own),
      numbers(ctx, own),
    ]
      .filter(Boolean)
      .join("\n\n"),
    keyboard: [[linkButton(t("invite.button"), share)], details, toMenu],
  };
}

const terms = ({ t }: BotContext, { terms: of }: Own): string =>
  [
    ...(of.refereePercent > 0
      ? [
          t(of.firstMonthOnly ? "invite.terms.friendMonth" : "invite.terms.friend", {
            percent: of.refereePercent,
          }),
        ]
      : []),
    ...(of.freeDays > 0 ? [t("invite.terms.days", { days: of.freeDays })] : []),
    ...(of.renewalPercent > 0 ? [t("invite.terms.renewals", { percent: of.renewalPercent })] : []),
  ].join("\n");

function numbers({ t, customer }: BotContext, { totals }: Own): string {
  if (totals.invited === 0) return "";
  return [
    t("invite.numbers", { invited: totals.invited, bought: totals.bought }),
    ...(totals.freeDays > 0 ? [t("invite.days", { days: totals.freeDays })] : []),
    ...(totals.pendingDays > 0 ? [t("invite.pending", { days: totals.pendingDays })] : []),
    ...(totals.credit.length > 0
      ? [
          t("invite.credit", {
            amount: totals.credit.map((sum) => formatMoney(sum, customer.locale)).join(" · "),
          }),
        ]
      : []),
  ].join("\n");
}
