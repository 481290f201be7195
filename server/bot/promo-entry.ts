import { isAppError } from "@/server/core/errors";
import { takeTurn } from "@/server/core/rate-limit";
import { enterPromoCode } from "@/server/domains/promocodes";
import { formatBytes } from "@/server/rules/format";
import { formatMoney } from "@/server/rules/money";
import { pack } from "./callback-data";
import type { BotContext } from "./context";
import { beginning, button, escapeHtml, show } from "./screens/screen";

type Entered = Awaited<ReturnType<typeof enterPromoCode>>;
type Gift = Extract<Entered, { kind: "granted" }>["gifts"][number];

/** A code looks like this; anything else typed is not taken for one. */
export const looksLikeCode = (text: string): boolean => /^[A-Za-z0-9_-]{3,32}$/.test(text.trim());

/** Answers a typed or linked promo code: what it gave, what it will take off, or why it does not fit. */
export async function answerPromoCode(ctx: BotContext, typed: string): Promise<void> {
  const code = beginning(typed.trim(), 64);
  try {
    await takeTurn(ctx.app, { limit: "customer_promo_codes", subject: ctx.customer.id });
    const entered = await enterPromoCode(ctx.app, { customerId: ctx.customer.id, code });
    await show(ctx, entered.kind === "granted" ? granted(ctx, entered) : pending(ctx, entered));
  } catch (error) {
    if (!isAppError(error)) throw error;
    const key = `promo.refused.${error.code}`;
    await show(ctx, {
      html: ctx.t(ctx.t.has(key) ? key : "promo.refused.other", {
        code: escapeHtml(beginning(code, 32)),
      }),
      keyboard: [[button(ctx.t("menu.buy"), "buy")], [button(ctx.t("common.menu"), "menu")]],
    });
  }
}

function pending(ctx: BotContext, { code, discount }: Extract<Entered, { kind: "pending" }>) {
  const amount =
    discount.kind === "percent"
      ? `${discount.basisPoints / 100} %`
      : discount.amounts.map((money) => formatMoney(money, ctx.customer.locale)).join(" / ");
  return {
    html: ctx.t("promo.pending", { code: escapeHtml(code), amount }),
    keyboard: [[button(ctx.t("menu.buy"), "buy")], [button(ctx.t("common.menu"), "menu")]],
  };
}

function granted(ctx: BotContext, { code, gifts }: Extract<Entered, { kind: "granted" }>) {
  const [subscriptionId] = gifts.flatMap((gift) =>
    "subscriptionId" in gift ? [gift.subscriptionId] : [],
  );
  return {
    html: [
      ctx.t("promo.granted", { code: escapeHtml(code) }),
      ...gifts.map((gift) => `• ${wordsOf(ctx, gift)}`),
    ].join("\n"),
    keyboard: [
      ...(subscriptionId ? [[button(ctx.t("order.open"), pack("sub", subscriptionId))]] : []),
      [button(ctx.t("common.menu"), "menu")],
    ],
  };
}

function wordsOf({ t, customer: { locale } }: BotContext, gift: Gift): string {
  switch (gift.kind) {
    case "plan":
    case "trial":
      return t(`promo.gifts.${gift.kind}`, {
        plan: escapeHtml(gift.plan[locale]),
        days: gift.days,
      });
    case "days":
      return t("promo.gifts.days", { days: gift.days });
    case "traffic":
      return t("promo.gifts.traffic", { amount: formatBytes(gift.bytes, locale) });
    case "devices":
      return t("promo.gifts.devices", { count: gift.devices });
    case "discount":
      return t("promo.gifts.discount", { percent: String(gift.basisPoints / 100) });
    case "group":
      return t("promo.gifts.group");
  }
}
