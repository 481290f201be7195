import { LOCALES } from "@/db/enums";
import { setLocale } from "@/server/domains/customers";
import { withPrefix } from "../callback-data";
import { withTranslator } from "../i18n";
import { balanceScreen } from "../screens/balance";
import { connectScreen } from "../screens/connect";
import { helpScreen } from "../screens/help";
import { inviteScreen } from "../screens/invite";
import { menuScreen } from "../screens/menu";
import { partnerScreen } from "../screens/partner";
import { show } from "../screens/screen";
import { languageScreen, paySupportScreen, promoScreen } from "../screens/simple";
import { startedTrialScreen, trialScreen } from "../screens/trial";
import type { Callback } from ".";

export const browseCallbacks = {
  menu: async (ctx) => show(ctx, await menuScreen(ctx)),
  help: (ctx) => show(ctx, helpScreen(ctx)),
  invite: async (ctx) => show(ctx, await inviteScreen(ctx)),
  balance: async (ctx) => show(ctx, await balanceScreen(ctx)),
  partner: async (ctx) => show(ctx, await partnerScreen(ctx)),
  promo: (ctx) => show(ctx, promoScreen(ctx)),
  trial: async (ctx) => show(ctx, await trialScreen(ctx)),
  try: async (ctx) => show(ctx, await startedTrialScreen(ctx)),
  paysupport: (ctx) => show(ctx, paySupportScreen(ctx)),
  connect: async (ctx, [subscription]) =>
    show(ctx, await connectScreen(ctx, withPrefix("sub", subscription))),
  lang: async (ctx, [chosen]) => {
    const locale = LOCALES.find((candidate) => candidate === chosen);
    if (!locale) return show(ctx, languageScreen(ctx));
    await setLocale(ctx.app, { customerId: ctx.customer.id, locale });
    ctx.customer = { ...ctx.customer, locale };
    withTranslator(ctx);
    await show(ctx, await menuScreen(ctx));
  },
} satisfies Record<string, Callback>;
