import { money } from "@/server/rules/money";
import { type Discount, type QuotedPlan, quote, quoteTopup } from "@/server/rules/pricing";
import { Books } from "./books";
import { CodeBook } from "./codes";
import { Invitations } from "./invitations";
import { type Random, storyId } from "./random";
import { at, Rows } from "./rows";
import type { Story, StoryCustomer, StoryOrder, StoryPlan } from "./story";

const DAY = 86_400_000;
export const PAID_AFTER = 90_000;
export const REFUNDED_AFTER = 7_210_000;
/** Nobody renews so long before the end. */
const EARLY = 25 * DAY;

/** What a person has at the moment the story has come to. */
export type Life = {
  person: StoryCustomer;
  /** End of the subscription; 0 before there is one. */
  expiresAt: number;
  isTrial: boolean;
  paid: boolean;
  /** Every end there was, and since when: who looks back asks what ran then. */
  ends: { since: number; expiresAt: number; isTrial: boolean }[];
};

export type World = {
  random: Random;
  now: number;
  rows: Rows;
  books: Books;
  lives: ReadonlyMap<string, Life>;
};

type Event = { time: number; run: () => void };

/**
 * Lives the story through, one thing after another: prices with their discounts, credit that is there when it is
 * spent, rewards, trials. Orders and subscriptions get their true figures; the rest is told in rows.
 */
export function live(story: Story, random: Random, now: number): World & { codes: CodeBook } {
  const rows = new Rows();
  const books = new Books();
  const lives = new Map<string, Life>(
    story.customers.map((person) => [
      person.id,
      { person, expiresAt: 0, isTrial: false, paid: false, ends: [] },
    ]),
  );
  const world: World = { random, now, rows, books, lives };
  const codes = new CodeBook(random, now, rows);
  const invitations = new Invitations(world);
  const shop = new Shop(world, story, codes, invitations);
  const events = [...lives.values()].flatMap((life) => shop.eventsOf(life));
  for (const { run } of events.sort((a, b) => a.time - b.time)) run();
  for (const { person, expiresAt, isTrial } of lives.values()) {
    if (person.subscription) Object.assign(person.subscription, { expiresAt, isTrial });
    person.orders = person.orders.filter(({ status }) => status !== "dropped");
  }
  invitations.finish();
  return { ...world, codes };
}

class Shop {
  constructor(
    private readonly world: World,
    private readonly story: Story,
    private readonly codes: CodeBook,
    private readonly invitations: Invitations,
  ) {}

  eventsOf(life: Life): Event[] {
    const { person } = life;
    const { random, now } = this.world;
    const events: Event[] = [];
    const when = (time: number, run: () => void) => time < now && events.push({ time, run });
    when(person.createdAt, () => this.invitations.signUp(life));
    if (person.trialAt) when(person.trialAt, () => this.tryOut(life));
    this.addMoney(life);
    for (const order of person.orders) {
      when(order.createdAt, () => this.order(life, order));
      if (order.refund !== "none") {
        when(order.createdAt + REFUNDED_AFTER, () => this.refund(order));
      }
    }
    if (random.chance(0.02)) {
      const time = person.createdAt + Math.floor(random.next() * (now - person.createdAt));
      when(time, () => this.giveCredit(life, time));
    }
    if (random.chance(0.03)) {
      const time = now - random.int(1, 55) * DAY;
      when(time, () => this.sayJustSorry(life, time));
    }
    return events;
  }

  /** Some keep money here; some stand before the till right now. */
  private addMoney({ person }: Life): void {
    const { random, now } = this.world;
    const second = person.orders.filter(({ currency }) => currency === "RUB")[1];
    if (second && random.chance(0.05)) {
      const time = second.createdAt - DAY;
      person.orders.push({
        ...second,
        id: storyId(random, "ord", time),
        paymentId: storyId(random, "pay", time),
        kind: "topup",
        days: 0,
        amount: BigInt(random.pick([50_000, 100_000])),
        refund: "none",
        createdAt: time,
      });
    }
    if (person.orders.length === 0 && person.createdAt > now - 20 * DAY && random.chance(0.06)) {
      const time = now - random.int(4, 50) * 60_000;
      const [first] = person.plan.durations;
      if (!first || time < person.createdAt) return;
      person.orders.push({
        id: storyId(random, "ord", time),
        paymentId: storyId(random, "pay", time),
        kind: "new",
        status: "pending",
        source: "miniapp",
        gateway: "demo",
        days: first.days,
        amount: first.rub,
        currency: "RUB",
        quote: null,
        refund: "none",
        refunded: 0n,
        createdAt: time,
        startsAt: time,
        endsAt: time,
      });
    }
  }

  private tryOut(life: Life): void {
    const { random, rows } = this.world;
    const { person } = life;
    const { trialAt: time, subscription } = person;
    if (!time || !subscription) return;
    const code = this.codes.named("TRY14");
    const byCode = time > Date.parse(String(code.row.created_at)) && random.chance(0.08);
    const days = byCode ? 14 : 3;
    this.grant(life, { kind: "trial", orderId: null, time, days, value: 0n, currency: "XTR" });
    life.isTrial = true;
    this.note(life, time);
    if (byCode) {
      this.codes.redeem(code, {
        customerId: person.id,
        orderId: null,
        subscriptionId: subscription.id,
        status: "consumed",
        discount: 0n,
        currency: null,
        time,
        ended: time,
      });
      return;
    }
    rows.add("trial_claims", {
      id: storyId(random, "trl", time),
      customer_id: person.id,
      nth: 1,
      status: "consumed",
      subscription_id: subscription.id,
      created_at: at(time),
      consumed_at: at(time + 8_000),
      converted_at: null as string | null,
    });
  }

  private order(life: Life, order: StoryOrder): void {
    const { person } = life;
    const { now, books } = this.world;
    const time = order.createdAt;
    if (order.kind === "topup") {
      order.quote = quoteTopup(money(order.amount, order.currency));
      this.settle(life, order);
      return;
    }
    if (order.status === "fulfilled") {
      if (life.paid && life.expiresAt > time + EARLY) order.status = "dropped";
      else if (time + PAID_AFTER >= now) order.status = "pending";
    }
    if (order.status === "dropped") return;
    order.kind = !life.expiresAt
      ? "new"
      : life.isTrial && person.plan !== this.story.plans[0]
        ? "upgrade"
        : "renew";
    const offer = {
      planId: person.plan.id,
      days: order.days,
      currency: order.currency,
      subtotal: order.amount,
    };
    const code = this.codes.choose(person.id, !life.paid, offer, time);
    const promo = code && CodeBook.discount(code, order.currency);
    const discounts: Discount[] = promo ? [promo.discount] : [];
    if (person.referredBy && !life.paid) {
      discounts.push({ source: "referral", kind: "percent", basisPoints: 1000, firstDays: 30 });
    }
    const free = books.balance("customer_credit", person.id, order.currency);
    const mayUse =
      order.status === "fulfilled" && free >= (order.currency === "RUB" ? 3_000n : 20n);
    order.quote = quote({
      plan: quotedPlan(person.plan),
      duration: { id: person.plan.durationIds.get(order.days) ?? "", days: order.days },
      price: money(order.amount, order.currency),
      kind: order.kind,
      discounts,
      promo: promo?.promo,
      credit: mayUse ? free : 0n,
      now: new Date(time),
      ...(life.expiresAt && { current: { expiresAt: new Date(life.expiresAt), periods: [] } }),
    });
    const taken = order.quote.lines.find((line) => line.code === "promo")?.amount ?? 0n;
    if (code && taken < 0n) {
      this.codes.redeem(code, {
        customerId: person.id,
        orderId: order.id,
        discount: -taken,
        currency: order.currency,
        time,
        ...(order.status === "fulfilled"
          ? { status: "consumed", ended: time + PAID_AFTER }
          : order.status === "pending"
            ? { status: "reserved", ended: time }
            : { status: "released", ended: time + 3_600_000 }),
      });
    }
    if (order.status === "fulfilled") this.settle(life, order);
  }

  private settle(life: Life, order: StoryOrder): void {
    const { person } = life;
    const { random, rows, books } = this.world;
    const bill = order.quote;
    if (!bill) return;
    const { currency } = order;
    const time = order.createdAt + PAID_AFTER;
    const owner = person.id;
    const about = { reference: { type: "order", id: order.id }, currency };
    if (bill.credit > 0n) {
      books.post({
        ...about,
        id: storyId(random, "jrn", order.createdAt),
        key: `order:${order.id}:credit-reserved`,
        kind: "credit.reserved",
        time: order.createdAt,
        entries: [
          { kind: "customer_credit", owner, amount: bill.credit },
          { kind: "credit_reserved", owner, amount: -bill.credit },
        ],
      });
      books.post({
        ...about,
        id: storyId(random, "jrn", time),
        key: `order:${order.id}:credit-spent`,
        kind: "credit.spent",
        time,
        entries: [
          { kind: "credit_reserved", owner, amount: bill.credit },
          { kind: "revenue", amount: -bill.credit },
        ],
      });
    }
    if (bill.total > 0n) {
      books.post({
        id: storyId(random, "jrn", time),
        key: `payment:${order.paymentId}:settled`,
        kind: "payment.settled",
        reference: { type: "payment", id: order.paymentId },
        time,
        currency,
        entries: [
          { kind: "gateway_clearing", owner: order.gateway, amount: bill.total },
          order.kind === "topup"
            ? { kind: "customer_credit", owner, amount: -bill.total }
            : { kind: "revenue", amount: -bill.total },
        ],
      });
    }
    if (order.kind === "topup") return;
    const claim = life.isTrial && rows.of("trial_claims").find((row) => row.customer_id === owner);
    if (claim) claim.converted_at = at(time + 1000);
    const starts = order.kind === "renew" ? Math.max(time, life.expiresAt) : time;
    if (order.kind === "upgrade") {
      for (const row of rows.of("subscription_grants").slice(-200)) {
        if (row.subscription_id === person.subscription?.id && String(row.ends_at) > at(time)) {
          row.ended_at = at(time);
        }
      }
    }
    life.isTrial = false;
    order.startsAt = starts;
    order.endsAt = starts + order.days * DAY;
    this.grant(life, {
      kind: order.kind,
      orderId: order.id,
      time,
      starts,
      days: order.days,
      value: bill.value,
      currency,
    });
    life.paid = true;
    this.note(life, time);
    this.invitations.giveWaiting(life, time, (days, id) => this.gift(life, time, days, id));
    this.invitations.reward(life, order, time, (host, days, id) => this.gift(host, time, days, id));
  }

  /** Adds days to what runs now. */
  private gift(life: Life, time: number, days: number, booking: string | null): void {
    const starts = Math.max(time, life.expiresAt);
    this.grant(life, {
      kind: "gift",
      orderId: booking,
      time,
      starts,
      days,
      value: 0n,
      currency: "XXX",
    });
    this.note(life, time);
  }

  private grant(
    life: Life,
    grant: {
      kind: string;
      orderId: string | null;
      time: number;
      starts?: number;
      days: number;
      value: bigint;
      currency: string;
    },
  ): void {
    const { person } = life;
    const { kind, time, starts = time, days } = grant;
    const [plan] = this.story.plans;
    life.expiresAt = starts + days * DAY;
    this.world.rows.add("subscription_grants", {
      id: storyId(this.world.random, "grt", time),
      subscription_id: person.subscription?.id,
      order_id: grant.orderId,
      kind,
      plan_id: kind === "trial" ? plan?.id : person.plan.id,
      starts_at: at(starts),
      ends_at: at(life.expiresAt),
      paid_amount: grant.value,
      currency: grant.currency,
      ended_at: null as string | null,
      created_at: at(time),
    });
  }

  private note(life: Life, since: number): void {
    life.ends.push({ since, expiresAt: life.expiresAt, isTrial: life.isTrial });
  }

  private refund(order: StoryOrder): void {
    const { random, books } = this.world;
    const total = order.quote?.total ?? 0n;
    const refunded = order.refund === "whole" ? total : total / 4n;
    if (order.status !== "fulfilled" || refunded === 0n) return;
    // Days that somebody has been given for it stay theirs in this story.
    if (order.refund === "whole" && this.invitations.keeps(order)) return;
    order.refunded = refunded;
    const time = order.createdAt + REFUNDED_AFTER;
    books.post({
      id: storyId(random, "jrn", time),
      key: `refund:${order.id.replace("ord_", "rfd_")}`,
      kind: "payment.refunded",
      reference: { type: "payment", id: order.paymentId },
      time,
      currency: order.currency,
      entries: [
        { kind: "refunds", amount: refunded },
        { kind: "gateway_clearing", owner: order.gateway, amount: -refunded },
      ],
    });
    this.invitations.takeBack(order, time);
  }

  private giveCredit({ person }: Life, time: number): void {
    const { random, books } = this.world;
    const amount = BigInt(random.pick([10_000, 15_000, 30_000]));
    books.post({
      id: storyId(random, "jrn", time),
      key: `credit-adjustment:seed-${person.id}`,
      kind: "credit.given",
      reference: { type: "customer", id: person.id },
      memo: random.pick(["sorry for the slow evening", "won the quiz in our channel"]),
      time,
      currency: "RUB",
      entries: [
        { kind: "promo_expense", amount },
        { kind: "customer_credit", owner: person.id, amount: -amount },
      ],
    });
  }

  private sayJustSorry(life: Life, time: number): void {
    if (life.isTrial || life.expiresAt <= time || !life.person.subscription) return;
    this.codes.redeem(this.codes.named("WEEKONUS"), {
      customerId: life.person.id,
      orderId: null,
      subscriptionId: life.person.subscription.id,
      status: "consumed",
      discount: 0n,
      currency: null,
      time,
      ended: time,
    });
    this.gift(life, time, 7, null);
  }
}

const quotedPlan = (plan: StoryPlan): QuotedPlan => ({
  id: plan.id,
  name: plan.name,
  trafficLimitBytes: plan.trafficLimitBytes,
  trafficStrategy: plan.trafficStrategy,
  deviceLimit: plan.deviceLimit,
  internalSquads: plan.internalSquads,
  externalSquad: null,
});
