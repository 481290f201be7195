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
  ref: async (ctx) => show(ctx, await menuScreen(ctx)),
  promo: (ctx, code) => answerPromoCode(ctx, code),
  plan: async (ctx, id) =>
    show(ctx, await planScreen(ctx, withPrefix("pln", bare(id)) ?? "", null)),
  sub: async (ctx, id) =>
    show(ctx, await subscriptionScreen(ctx, withPrefix("sub", bare(id)) ?? "")),
};

const bare = (id: string): string => id.replace(/^(pln|sub)_/, "");

export const start: BotCommand = {
  async handle(ctx, payload) {
    const [, kind = "", rest = ""] = /^([a-z]+)_(.{1,60})$/.exec(payload) ?? [];
    const open = Object.hasOwn(DEEP_LINKS, kind) ? DEEP_LINKS[kind] : undefined;
    if (open) return open(ctx, rest);
    await show(ctx, await menuScreen(ctx));
  },
};
