import type { BotContext } from "./context";
import { button, escapeHtml, show } from "./screens/screen";

/** A code looks like this; anything else typed is not taken for one. */
export const looksLikeCode = (text: string): boolean => /^[A-Za-z0-9_-]{3,32}$/.test(text.trim());

/** Answers a typed or linked promo code. No code can be valid before there are promo codes to redeem. */
export async function answerPromoCode(ctx: BotContext, code: string): Promise<void> {
  await show(ctx, {
    html: ctx.t("promo.unknown", { code: escapeHtml(code.slice(0, 32)) }),
    keyboard: [[button(ctx.t("menu.buy"), "buy")], [button(ctx.t("common.menu"), "menu")]],
  });
}
