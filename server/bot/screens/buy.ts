import { getStorefront } from "@/server/domains/catalog";
import { listWaysToPay } from "@/server/domains/payments";
import type { WayToPay } from "@/server/domains/payments/schemas";
import { getSubscriptionView } from "@/server/domains/subscriptions";
import { formatBytes } from "@/server/rules/format";
import { formatMoney } from "@/server/rules/money";
import { pack, shortName } from "../callback-data";
import type { BotContext } from "../context";
import { button, escapeHtml, type Screen } from "./screen";

type Storefront = Awaited<ReturnType<typeof getStorefront>>;
type StorefrontPlan = Storefront["plans"][number];

/** Plans on sale. With a subscription the purchase renews or changes that one. */
export async function plansScreen(ctx: BotContext, subscriptionId: string | null): Promise<Screen> {
  const { t } = ctx;
  const { plans } = await storefront(ctx);
  const back = [button(t("common.back"), subscriptionId ? pack("sub", subscriptionId) : "menu")];
  if (plans.length === 0) return { html: t("buy.empty"), keyboard: [back] };
  const current = subscriptionId ? await getSubscriptionView(ctx.app, { subscriptionId }) : null;
  return {
    html: current
      ? t(current.isTrial ? "buy.afterTrial" : "buy.changePlan", {
          plan: escapeHtml(current.planName[ctx.customer.locale]),
        })
      : t("buy.choosePlan"),
    keyboard: [
      ...plans.map((plan) => [
        button(
          `${plan.name[ctx.customer.locale]}${cheapest(ctx, plan)}`,
          pack("plan", plan.id, subscriptionId),
        ),
      ]),
      back,
    ],
  };
}

export async function planScreen(
  ctx: BotContext,
  planId: string,
  subscriptionId: string | null,
): Promise<Screen> {
  const { t, customer } = ctx;
  const plan = (await storefront(ctx)).plans.find((candidate) => candidate.id === planId);
  if (!plan) return goneScreen(ctx);
  const traffic =
    plan.trafficLimitBytes === 0n
      ? t("buy.unlimited")
      : t(`buy.traffic.${plan.trafficStrategy}`, {
          amount: formatBytes(plan.trafficLimitBytes, customer.locale),
        });
  const facts = [
    `📊 ${traffic}`,
    ...(plan.deviceLimit ? [`📱 ${t("buy.devices", { count: plan.deviceLimit })}`] : []),
  ];
  return {
    html: [
      `<b>${escapeHtml(plan.name[customer.locale])}</b>`,
      escapeHtml(plan.description[customer.locale]),
      facts.join("\n"),
      t("buy.chooseDuration"),
    ]
      .filter(Boolean)
      .join("\n\n"),
    keyboard: [
      ...plan.durations.map((duration) => [
        button(
          `${t("buy.duration", { days: duration.days })} · ${duration.prices.map((p) => formatMoney(p, customer.locale)).join(" / ")}`,
          pack("dur", duration.id, subscriptionId),
        ),
      ]),
      [button(t("common.back"), subscriptionId ? pack("upgrade", subscriptionId) : "buy")],
    ],
  };
}

/** Ways to pay for a duration, each with the price it would charge; a code entered before counts. */
export async function methodsScreen(
  ctx: BotContext,
  durationId: string,
  subscriptionId: string | null,
  useCredit: boolean,
): Promise<Screen> {
  const { t, customer } = ctx;
  const found = await findDuration(ctx, durationId);
  if (!found) return goneScreen(ctx);
  const ways = await listWaysToPay(ctx.app, {
    customerId: customer.id,
    planId: found.plan.id,
    durationId,
    subscriptionId,
    useCredit,
  });
  const back = [button(t("common.back"), pack("plan", found.plan.id, subscriptionId))];
  if (ways.length === 0) return { html: t("buy.noMethods"), keyboard: [back] };
  const credit = ways.find((way) => way.gateway !== "credit" && way.credit.amount > 0n)?.credit;
  const code = ways.find(({ promoCode }) => promoCode)?.promoCode;
  const text = t("buy.chooseMethod", {
    plan: escapeHtml(found.plan.name[customer.locale]),
    days: found.duration.days,
  });
  return {
    html: [
      text,
      ...(ways.some(({ lines }) => lines.length > 1) ? [invoice(ctx, ways)] : []),
      ...uncountedNote(ctx, ways),
      ...(code ? [t("buy.withCode", { code: escapeHtml(code) })] : []),
    ].join("\n\n"),
    keyboard: [
      ...ways.map((way) => [
        button(
          `${way.label[customer.locale]} · ${formatMoney(way.total, customer.locale)}`,
          pack("p", durationId, subscriptionId, shortName(way.gateway), useCredit ? "c" : null),
        ),
      ]),
      ...(credit
        ? [
            [
              button(
                t(useCredit ? "buy.creditOff" : "buy.creditOn", {
                  amount: formatMoney(credit, customer.locale),
                }),
                pack("dur", durationId, subscriptionId, useCredit ? null : "c"),
              ),
            ],
          ]
        : []),
      back,
    ],
  };
}

/** What a change of plan does not count, since it was paid in another currency. */
function uncountedNote({ t, customer: { locale } }: BotContext, ways: WayToPay[]): string[] {
  const [first, ...others] = ways.filter(({ uncounted }) => uncounted.length > 0);
  if (!first) return [];
  return [
    t("buy.uncounted", {
      amount: first.uncounted.map((sum) => formatMoney(sum, locale)).join(" + "),
      methods: [first, ...others].map(({ label }) => escapeHtml(label[locale])).join(", "),
    }),
  ];
}

/** The lines a price is made of, each in the currencies it can be paid in. */
function invoice({ t, customer: { locale } }: BotContext, ways: WayToPay[]): string {
  const byCurrency = [...new Map(ways.map((way) => [way.total.currency, way])).values()];
  const longest = [...byCurrency].sort((a, b) => b.lines.length - a.lines.length)[0];
  return (longest?.lines ?? [])
    .map(({ code, name }) => {
      const amounts = byCurrency.flatMap(({ lines }) =>
        lines
          .filter((line) => line.code === code && line.name?.en === name?.en)
          .map(({ amount }) => formatMoney(amount, locale)),
      );
      return `${escapeHtml(name?.[locale] ?? t(`buy.line.${code}`))}: ${amounts.join(" / ")}`;
    })
    .join("\n");
}

export async function findDuration(ctx: BotContext, durationId: string) {
  for (const plan of (await storefront(ctx)).plans) {
    const duration = plan.durations.find((candidate) => candidate.id === durationId);
    if (duration) return { plan, duration };
  }
  return null;
}

/** A button of an old message points to something no longer sold. */
export const goneScreen = (ctx: BotContext): Screen => ({
  html: ctx.t("buy.gone"),
  keyboard: [[button(ctx.t("menu.buy"), "buy")], [button(ctx.t("common.menu"), "menu")]],
});

const storefront = (ctx: BotContext): Promise<Storefront> =>
  getStorefront(ctx.app, { customerId: ctx.customer.id });

function cheapest(ctx: BotContext, plan: StorefrontPlan): string {
  const price = plan.durations[0]?.prices[0];
  return price ? ` · ${ctx.t("buy.from", { price: formatMoney(price, ctx.customer.locale) })}` : "";
}
