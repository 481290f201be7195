import { sha256Hex } from "@/server/core/crypto";
import { previewRenewal } from "@/server/domains/payments";
import type { RenewalPreview } from "@/server/domains/payments/schemas";
import { listDevices } from "@/server/domains/remnawave";
import {
  addonOffers,
  getSubscriptionView,
  listCustomerSubscriptions,
} from "@/server/domains/subscriptions";
import { formatBytes, formatDay } from "@/server/rules/format";
import { formatMoney } from "@/server/rules/money";
import { pack } from "../callback-data";
import type { BotContext } from "../context";
import { appButton, beginning, button, escapeHtml, type Screen } from "./screen";

export type SubscriptionView = Awaited<ReturnType<typeof getSubscriptionView>>;

export async function subscriptionsScreen(ctx: BotContext): Promise<Screen> {
  const { t } = ctx;
  const list = await listCustomerSubscriptions(ctx.app, { customerId: ctx.customer.id });
  if (list.length === 0) {
    return {
      html: t("subscription.none"),
      keyboard: [[button(t("menu.buy"), "buy")], [button(t("common.menu"), "menu")]],
    };
  }
  return {
    html: t("subscription.list"),
    keyboard: [
      ...list.map((s) => [
        button(
          `${t(`subscription.icon.${s.status}`)} ${s.label[ctx.customer.locale]}`,
          pack("sub", s.id),
        ),
      ]),
      [button(t("common.menu"), "menu")],
    ],
  };
}

export async function subscriptionScreen(ctx: BotContext, subscriptionId: string): Promise<Screen> {
  const { t } = ctx;
  const [s, renewal, offers] = await Promise.all([
    getSubscriptionView(ctx.app, { subscriptionId }),
    previewRenewal(ctx.app, { subscriptionId }),
    addonOffers(ctx.app, { subscriptionId }),
  ]);
  const rows = [[button(t("menu.connect"), pack("connect", s.id))]];
  const money = s.isTrial
    ? s.canUpgrade
      ? [button(t("trial.choose"), pack("upgrade", s.id))]
      : []
    : [
        ...(s.canRenew ? [button(t("subscription.renew"), pack("renew", s.id))] : []),
        ...(s.canUpgrade ? [button(t("subscription.changePlan"), pack("upgrade", s.id))] : []),
      ];
  if (money.length > 0) rows.push(money);
  if (renewal) {
    const turn = renewal.on ? "turnOff" : "turnOn";
    rows.push([
      button(t(`subscription.autoRenew.${turn}`), pack("ar", s.id, renewal.on ? "0" : "1")),
    ]);
  }
  if (offers.length > 0) {
    const url = ctx.links.miniApp(`/purchase/addon?sub=${s.id}`);
    rows.push([appButton(t("subscription.addons"), url)]);
  }
  rows.push([
    button(t("subscription.devices"), pack("devs", s.id)),
    ...(s.canResetLink ? [button(t("subscription.resetLink"), pack("rl", s.id))] : []),
  ]);
  rows.push([appButton(t("subscription.openApp"), ctx.links.miniApp(`/subscription/${s.id}`))]);
  rows.push([button(t("common.refresh"), pack("sub", s.id)), button(t("common.back"), "subs")]);
  return { html: card(ctx, s, renewal), keyboard: rows };
}

function card(ctx: BotContext, s: SubscriptionView, renewal: RenewalPreview | null): string {
  const { t } = ctx;
  const { locale } = ctx.customer;
  const limit =
    s.traffic.limitBytes === 0n ? t("buy.unlimited") : formatBytes(s.traffic.limitBytes, locale);
  const used =
    s.traffic.usedBytes === null
      ? t("subscription.unknown")
      : formatBytes(s.traffic.usedBytes, locale);
  return [
    `<b>${escapeHtml(s.label[locale])}</b>`,
    [
      `${t(`subscription.icon.${s.status}`)} ${t(`subscription.status.${s.status}`)}${s.preparing ? ` · ${t("subscription.preparing")}` : ""}`,
      t("subscription.until", { date: formatDay(s.expiresAt, locale), days: s.daysLeft }),
      t("subscription.traffic", { used, limit }),
      t("subscription.deviceCount", {
        used: s.devices.used === null ? t("subscription.unknown") : String(s.devices.used),
        limit: s.devices.limit ? String(s.devices.limit) : "∞",
      }),
      ...(renewal ? [renewalLine(ctx, renewal)] : []),
    ].join("\n"),
    ...(s.isTrial
      ? [t(s.status === "expired" || s.status === "limited" ? "trial.over" : "trial.card")]
      : []),
    s.url
      ? `${t("subscription.link")}\n<code>${escapeHtml(s.url)}</code>`
      : t("subscription.noLink"),
  ].join("\n\n");
}

/** What automatic renewal will charge, when and from what. */
function renewalLine(
  { t, customer: { locale } }: BotContext,
  { on, at, from }: RenewalPreview,
): string {
  if (!on) return t("subscription.autoRenew.off");
  if (from.kind === "none") return t("subscription.autoRenew.onNothing");
  const amount = formatMoney(from.total, locale);
  if (from.kind === "provider") {
    return t("subscription.autoRenew.provider", {
      amount,
      method: from.label[locale],
      date: formatDay(from.at, locale),
    });
  }
  if (!at) return t("subscription.autoRenew.onNothing");
  return t("subscription.autoRenew.on", {
    amount,
    date: formatDay(at, locale),
    from: from.kind,
    method: from.kind === "method" ? escapeHtml(from.label) : "",
  });
}

/** Short, stable name of a device for callback data; hardware ids may be 64 characters long. */
export const deviceKey = (hwid: string): string => sha256Hex(hwid).slice(0, 10);

export async function devicesScreen(ctx: BotContext, subscriptionId: string): Promise<Screen> {
  const { t } = ctx;
  const { value: devices, asOf, stale } = await listDevices(ctx.app, { subscriptionId });
  const back = [button(t("common.back"), pack("sub", subscriptionId))];
  if (devices === null || asOf === null) return { html: t("devices.unknown"), keyboard: [back] };
  const note = stale
    ? `\n\n${t("devices.stale", { date: formatDay(asOf, ctx.customer.locale) })}`
    : "";
  if (devices.length === 0) return { html: `${t("devices.none")}${note}`, keyboard: [back] };
  return {
    html: `${t("devices.list", { count: devices.length })}${note}`,
    keyboard: [
      ...devices.map((device) => [
        button(
          `✕ ${[device.deviceModel, device.platform].filter(Boolean).join(" · ") || beginning(device.hwid, 12)}`,
          pack("dvx", subscriptionId, deviceKey(device.hwid)),
        ),
      ]),
      [button(t("devices.removeAll"), pack("dva", subscriptionId))],
      back,
    ],
  };
}
