import { getSubscriptionView, listCustomerSubscriptions } from "@/server/domains/subscriptions";
import {
  appsFor,
  type ClientAppId,
  clientApp,
  PLATFORMS,
  type Platform,
} from "@/server/rules/install-guides";
import { pack } from "../callback-data";
import type { BotContext } from "../context";
import { button, escapeHtml, linkButton, type Screen } from "./screen";
import { subscriptionsScreen } from "./subscription";

/** Step one: which subscription. Skipped when there is only one. */
export async function connectScreen(
  ctx: BotContext,
  subscriptionId: string | null,
): Promise<Screen> {
  if (subscriptionId) return platformsScreen(ctx, subscriptionId);
  const list = await listCustomerSubscriptions(ctx.app, { customerId: ctx.customer.id });
  const [only, ...others] = list;
  if (!only) return subscriptionsScreen(ctx);
  if (others.length === 0) return platformsScreen(ctx, only.id);
  return {
    html: ctx.t("connect.chooseSubscription"),
    keyboard: [
      ...list.map((s) => [button(s.label[ctx.customer.locale], pack("connect", s.id))]),
      [button(ctx.t("common.menu"), "menu")],
    ],
  };
}

async function platformsScreen(ctx: BotContext, subscriptionId: string): Promise<Screen> {
  const { t } = ctx;
  const { url } = await getSubscriptionView(ctx.app, { subscriptionId });
  const back = [button(t("common.back"), pack("sub", subscriptionId))];
  if (!url)
    return {
      html: t("connect.notReady"),
      keyboard: [[button(t("common.refresh"), pack("connect", subscriptionId))], back],
    };
  const buttons = PLATFORMS.map((platform) =>
    button(t(`connect.platform.${platform}`), pack("cpl", subscriptionId, platform)),
  );
  return {
    html: t("connect.choosePlatform"),
    keyboard: [
      buttons.slice(0, 2),
      buttons.slice(2, 4),
      buttons.slice(4, 6),
      [button(t("connect.qr"), pack("qr", subscriptionId))],
      back,
    ],
  };
}

export function appsScreen(ctx: BotContext, subscriptionId: string, platform: Platform): Screen {
  const { t } = ctx;
  return {
    html: t("connect.chooseApp"),
    keyboard: [
      ...appsFor(platform).map((app, index) => [
        button(
          index === 0 ? t("connect.recommended", { app: app.name }) : app.name,
          pack("cap", subscriptionId, platform, app.id),
        ),
      ]),
      [button(t("common.back"), pack("connect", subscriptionId))],
    ],
  };
}

export async function guideScreen(
  ctx: BotContext,
  subscriptionId: string,
  platform: Platform,
  appId: ClientAppId,
): Promise<Screen> {
  const { t } = ctx;
  const { url } = await getSubscriptionView(ctx.app, { subscriptionId });
  if (!url) return platformsScreen(ctx, subscriptionId);
  const app = clientApp(appId);
  const store = app.stores[platform];
  return {
    html: t("connect.guide", { app: app.name, link: escapeHtml(url) }),
    keyboard: [
      ...(store ? [[linkButton(t("connect.install", { app: app.name }), store)]] : []),
      [linkButton(t("connect.add", { app: app.name }), ctx.links.openApp(appId, url))],
      [button(t("connect.qr"), pack("qr", subscriptionId))],
      [button(t("common.back"), pack("cpl", subscriptionId, platform))],
    ],
  };
}
