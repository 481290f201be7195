import { toBuffer } from "qrcode";
import { getSubscriptionView } from "@/server/domains/subscriptions";
import { isClientApp, PLATFORMS } from "@/server/rules/install-guides";
import { withPrefix } from "../callback-data";
import { appsScreen, connectScreen, guideScreen } from "../screens/connect";
import { escapeHtml, show } from "../screens/screen";
import type { Callback } from ".";

const idOf = (part: string | undefined): string => withPrefix("sub", part) ?? "";
const platformOf = (part: string | undefined) => PLATFORMS.find((platform) => platform === part);

export const connectCallbacks = {
  cpl: async (ctx, [sub, chosen]) => {
    const platform = platformOf(chosen);
    await show(
      ctx,
      platform ? appsScreen(ctx, idOf(sub), platform) : await connectScreen(ctx, idOf(sub)),
    );
  },
  cap: async (ctx, [sub, chosen, app = ""]) => {
    const platform = platformOf(chosen);
    const screen =
      platform && isClientApp(app)
        ? await guideScreen(ctx, idOf(sub), platform, app)
        : await connectScreen(ctx, idOf(sub));
    await show(ctx, screen);
  },
  qr: async (ctx, [sub]) => {
    const subscription = await getSubscriptionView(ctx.app, { subscriptionId: idOf(sub) });
    if (!subscription.url) return show(ctx, await connectScreen(ctx, subscription.id));
    const source = await toBuffer(subscription.url, { width: 512, margin: 2 });
    await ctx.replyWithPhoto(
      { source, filename: "subscription.png" },
      {
        parse_mode: "HTML",
        caption: ctx.t("connect.qrCaption", {
          name: escapeHtml(subscription.label[ctx.customer.locale]),
        }),
      },
    );
  },
} satisfies Record<string, Callback>;
