import type { Currency } from "@/server/rules/money";
import { panelUsername } from "@/server/rules/panel-ownership";
import type { Quote } from "@/server/rules/pricing";
import { adPayload, invitationPayload } from "@/server/rules/referral-code";
import { FIRST_NAMES, LAST_NAMES, SEED_PLANS, type SeedPlan } from "./catalog";
import { createRandom, type Random, storyId } from "./random";

const DAY = 86_400_000;
const HISTORY_DAYS = 540;
/** So many of the first people bring most of those who are brought. */
const STARS = 12;
const TRIAL_DAYS = 3;
const TRIAL_BYTES = 5n * 1_073_741_824n;

export type StoryPlan = SeedPlan & {
  id: string;
  internalSquads: string[];
  durationIds: Map<number, string>;
};

export type StoryOrder = {
  id: string;
  paymentId: string;
  kind: "new" | "renew" | "upgrade" | "topup";
  /** `dropped`: planned, and not made after all. */
  status: "fulfilled" | "expired" | "pending" | "dropped";
  source: "bot" | "miniapp";
  gateway: "demo" | "stars";
  days: number;
  /** The price, before anything is taken off. */
  amount: bigint;
  currency: Currency;
  /** What it came to; told once the order comes up. */
  quote: Quote | null;
  /** Parts of what was paid that goes back. */
  refund: "none" | "part" | "whole";
  refunded: bigint;
  createdAt: number;
  startsAt: number;
  endsAt: number;
};

export type StoryCustomer = {
  id: string;
  telegramId: number;
  username: string | null;
  firstName: string;
  lastName: string;
  locale: "en" | "ru";
  referralCode: string;
  referredBy: string | null;
  source: string;
  /** Began with a trial. */
  trialAt: number | null;
  createdAt: number;
  lastSeenAt: number;
  blockedAt: number | null;
  plan: StoryPlan;
  orders: StoryOrder[];
  subscription: StorySubscription | null;
};

export type StorySubscription = {
  id: string;
  isTrial: boolean;
  panelUsername: string;
  createdAt: number;
  expiresAt: number;
  usedBytes: number;
  lifetimeBytes: number;
  onlineAt: number | null;
  devices: { hwid: string; platform: string; osVersion: string; deviceModel: string; at: number }[];
};

export type Story = { plans: StoryPlan[]; customers: StoryCustomer[] };

/** Eighteen months of a growing business, the same on every machine for the same day. Pure. */
export function tellStory(options: {
  customers: number;
  now: number;
  squads: readonly string[];
}): Story {
  const { now, squads } = options;
  const random = createRandom(20_260_169);
  const began = now - HISTORY_DAYS * DAY;
  const plans = SEED_PLANS.map(
    (plan): StoryPlan => ({
      ...plan,
      id: storyId(random, "pln", began),
      internalSquads: plan.squads.flatMap((index) => squads[index] ?? []),
      durationIds: new Map(plan.durations.map(({ days }) => [days, storyId(random, "dur", began)])),
    }),
  );
  const customers: StoryCustomer[] = [];
  // More people come each month: the square root bends the line upwards.
  const arrivals = Array.from({ length: options.customers }, () =>
    Math.floor(Math.sqrt(random.next()) * HISTORY_DAYS * DAY),
  ).sort((a, b) => a - b);
  for (const [i, arrival] of arrivals.entries()) {
    customers.push(customer(random, i, began + arrival, now, plans, customers));
  }
  return { plans, customers };
}

function customer(
  random: Random,
  index: number,
  createdAt: number,
  now: number,
  plans: StoryPlan[],
  earlier: StoryCustomer[],
): StoryCustomer {
  const firstName = random.pick(FIRST_NAMES);
  const lastName = random.pick(LAST_NAMES);
  const roll = random.int(1, 100);
  const plan = plans.find(
    (_, i) => roll <= plans.slice(0, i + 1).reduce((n, p) => n + p.weight, 0),
  );
  const person: StoryCustomer = {
    id: storyId(random, "cus", createdAt),
    telegramId: 5_000_000_000 + index * 7919,
    username: random.chance(0.8) ? `${firstName.toLowerCase()}_${index}` : null,
    firstName,
    lastName,
    locale: random.chance(0.7) ? "ru" : "en",
    referralCode: `${firstName.toUpperCase()}${index + 100}`,
    referredBy: null,
    source: random.chance(0.06) ? adPayload("telegram-ads") : "telegram",
    trialAt: random.chance(0.35) && createdAt + 60_000 < now ? createdAt + 60_000 : null,
    createdAt,
    lastSeenAt: createdAt + Math.floor(random.next() * (now - createdAt)),
    blockedAt: null,
    plan: plan ?? (plans[0] as StoryPlan),
    orders: [],
    subscription: null,
  };
  invite(random, person, earlier);
  if (random.chance(0.03)) person.blockedAt = Math.min(now, createdAt + 30 * DAY);
  buy(random, person, now);
  return person;
}

/** Some bring many, the first of them most; some of whom they brought bring others. */
function invite(random: Random, person: StoryCustomer, earlier: StoryCustomer[]): void {
  if (earlier.length <= STARS || !random.chance(0.24)) return;
  const star = () => earlier[Math.floor(random.next() ** 2.6 * STARS)];
  const brought = earlier.filter(({ referredBy }) => referredBy !== null).slice(0, 4);
  const roll = random.next();
  const by =
    roll < 0.55 || brought.length === 0
      ? star()
      : roll < 0.7
        ? random.pick(brought)
        : random.pick(earlier);
  if (!by) return;
  person.referredBy = by.id;
  const campaign = by === earlier[0] && random.chance(0.4) ? "youtube" : "";
  person.source = invitationPayload({ code: by.referralCode, campaign });
}

/** Buys, and renews for as long as the person stays: of ten renewals nine happen. */
function buy(random: Random, person: StoryCustomer, now: number): void {
  if (!random.chance(0.78)) {
    if (random.chance(0.3))
      addOrder(random, person, "expired", person.createdAt + random.int(1, 600) * 60_000, now);
    subscribe(random, person, now);
    return;
  }
  let at = person.createdAt + random.int(2, 4000) * 60_000;
  while (at < now) {
    const order = addOrder(random, person, "fulfilled", at, now);
    if (!order) break;
    person.lastSeenAt = Math.max(person.lastSeenAt, at);
    if (!random.chance(0.88)) break;
    at = order.endsAt - random.int(-2, 3) * DAY - random.int(0, 600) * 60_000;
  }
  subscribe(random, person, now);
}

function addOrder(
  random: Random,
  person: StoryCustomer,
  status: StoryOrder["status"],
  at: number,
  now: number,
): StoryOrder | null {
  if (at >= now) return null;
  const stars = random.chance(0.25);
  const duration = random.pick(person.plan.durations.slice(0, random.chance(0.8) ? 2 : 3));
  const last = person.orders.filter((order) => order.status === "fulfilled").at(-1);
  const startsAt = Math.max(at, last?.endsAt ?? at);
  const order: StoryOrder = {
    id: storyId(random, "ord", at),
    paymentId: storyId(random, "pay", at),
    kind: last ? "renew" : "new",
    status,
    source: random.chance(0.6) ? "bot" : "miniapp",
    gateway: stars ? "stars" : "demo",
    days: duration.days,
    amount: stars ? duration.xtr : duration.rub,
    currency: stars ? "XTR" : "RUB",
    quote: null,
    refund: "none",
    refunded: 0n,
    createdAt: at,
    startsAt,
    endsAt: startsAt + duration.days * DAY,
  };
  // A goodwill refund of a part now and then: it leaves the subscription as it is.
  if (status === "fulfilled" && !stars && random.chance(0.012)) order.refund = "part";
  person.orders.push(order);
  return order;
}

const DEVICES = [
  { platform: "iOS", osVersion: "19.1", deviceModel: "iPhone 16" },
  { platform: "Android", osVersion: "16", deviceModel: "Pixel 10" },
  { platform: "Android", osVersion: "15", deviceModel: "Galaxy S24" },
  { platform: "Windows", osVersion: "11", deviceModel: "Laptop" },
  { platform: "macOS", osVersion: "26.0", deviceModel: "MacBook Air" },
] as const;

function subscribe(random: Random, person: StoryCustomer, now: number): void {
  const paid = person.orders.filter((order) => order.status === "fulfilled");
  const [first, last] = [paid[0], paid.at(-1)];
  const since = person.trialAt ?? first?.createdAt;
  const until = last?.endsAt ?? (since ?? 0) + TRIAL_DAYS * DAY;
  if (since === undefined) return;
  // Who left long ago got all their money back now and then, a friend's guest more often.
  const wantsBack = random.chance(person.referredBy ? 0.15 : 0.012);
  if (last && last.endsAt < now && last.currency === "RUB" && wantsBack) last.refund = "whole";
  const id = storyId(random, "sub", since);
  const live = until > now;
  const isTrial = last === undefined;
  const limit = isTrial
    ? Number(TRIAL_BYTES)
    : Number(person.plan.trafficLimitBytes) || 400 * 1_073_741_824;
  const used = Math.floor(limit * random.next() ** 2 * 0.9);
  person.subscription = {
    id,
    isTrial,
    panelUsername: panelUsername(id),
    createdAt: since,
    expiresAt: until,
    usedBytes: live ? used : 0,
    lifetimeBytes: used * Math.max(1, paid.length),
    onlineAt: live ? Math.max(since, now - Math.floor(random.next() ** 3 * 5 * DAY)) : until - DAY,
    devices: Array.from(
      { length: isTrial ? 1 : random.int(1, Math.min(3, person.plan.deviceLimit)) },
      () => ({
        hwid: storyId(random, "hw", now).replace("_", "-"),
        ...random.pick(DEVICES),
        at: Math.min(since + random.int(1, 600) * 60_000, now - 60_000),
      }),
    ),
  };
}

/** What a person's subscription promises: their plan, or the first one with the caps of trials. */
export function promiseOf({ plans }: Story, { plan, subscription }: StoryCustomer): StoryPlan {
  const [first = plan] = plans;
  if (!subscription?.isTrial) return plan;
  return {
    ...first,
    trafficLimitBytes: TRIAL_BYTES,
    trafficStrategy: "NO_RESET",
    deviceLimit: 1,
  };
}
