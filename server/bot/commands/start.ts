import { recordAdClick, recordReferralClick } from "@/server/domains/referrals";
import { readInvitation } from "@/server/rules/referral-code";
import { withPrefix } from "../callback-data";
import type { BotContext } from "../context";
import { answerPromoCode } from "../promo-entry";
import { planScreen } from "../screens/buy";
import { menuScreen } from "../screens/menu";
import { show } from "../screens/screen";
import { subscriptionScreen } from "../screens/subscription";
import type { BotCommand } from "./contract";

/** What a deep link opens, by the prefix of its payload. `ref_` is read when the person becomes known. */
const DEEP_LINKS: Record<string, (ctx: BotContext, rest: string) => Promise<void>> = {
  ref: async (ctx, invitation) => {
    await countClick(ctx, invitation);
    await show(ctx, await menuScreen(ctx));
  },
  // By way of the web address, where it was counted.
  refw: async (ctx) => show(ctx, await menuScreen(ctx)),
  ad: async (ctx, slug) => {
    await recordAdClick(ctx.app, { slug });
    await show(ctx, await menuScreen(ctx));
  },
  // Looked at before the person became known.
  link: (ctx) => answerLink(ctx),
  promo: (ctx, code) => answerPromoCode(ctx, code),
  plan: async (ctx, id) =>
    show(ctx, await planScreen(ctx, withPrefix("pln", bare(id)) ?? "", null)),
  sub: async (ctx, id) =>
    show(ctx, await subscriptionScreen(ctx, withPrefix("sub", bare(id)) ?? "")),
};

async function answerLink(ctx: BotContext): Promise<void> {
  const menu = await menuScreen(ctx);
  const outcome = ctx.linkOutcome ?? "link_over";
  await show(ctx, { ...menu, html: `${ctx.t(`link.${outcome}`)}\n\n${menu.html}` });
}

/** Whoever follows an invitation counts, known or not. One's own link is not followed but tried out. */
async function countClick(ctx: BotContext, rest: string): Promise<void> {
  const invitation = readInvitation(`ref_${rest}`);
  if (!invitation || invitation.code === ctx.customer.referralCode) return;
  await recordReferralClick(ctx.app, invitation);
}

const bare = (id: string): string => id.replace(/^(pln|sub)_/, "");

export const start: BotCommand = {
  async handle(ctx, payload) {
    const [, kind = "", rest = ""] = /^([a-z]+)_(.{1,60})$/.exec(payload) ?? [];
    const open = Object.hasOwn(DEEP_LINKS, kind) ? DEEP_LINKS[kind] : undefined;
    if (open) return open(ctx, rest);
    await show(ctx, await menuScreen(ctx));
  },
};
