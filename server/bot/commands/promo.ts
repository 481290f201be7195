import { answerPromoCode } from "../promo-entry";
import { show } from "../screens/screen";
import { promoScreen } from "../screens/simple";
import type { BotCommand } from "./contract";

export const promo: BotCommand = {
  handle: (ctx, payload) => (payload ? answerPromoCode(ctx, payload) : show(ctx, promoScreen(ctx))),
};
