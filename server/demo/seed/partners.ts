import { encrypt } from "@/server/core/sealing";
import type { PayoutDetails } from "@/server/domains/partners/schemas";
import {
  commissionBase,
  commissionOf,
  DEFAULT_LEVELS,
  levelAt,
  parseLevels,
  planCommissions,
  reversedOf,
} from "@/server/rules/commission";
import { convert } from "@/server/rules/fx";
import { type Currency, money } from "@/server/rules/money";
import {
  accrueEntries,
  type BookEntry,
  paidEntries,
  releaseEntries,
  requestEntries,
  returnEntries,
  reverseEntries,
} from "@/server/rules/partner-books";
import { type Life, PAID_AFTER, REFUNDED_AFTER, type World } from "./life";
import { storyId } from "./random";
import { RATES } from "./rates";
import { at, type Cells } from "./rows";
import type { Story, StoryOrder } from "./story";

const DAY = 86_400_000;
const HOLD = 14 * DAY;
const ACTIVE = 45 * DAY;
/** What the demo shop's program differs in from the one a fresh shop has. Minor units. */
export const PROGRAM = {
  currency: "RUB",
  levelBonuses: "0,50000,150000,300000",
  cryptoMinimum: 50_000,
  bankMinimum: 100_000,
} as const;
const BONUSES = PROGRAM.levelBonuses.split(",").map(BigInt);
const OVERRIDE_BP = [1000, 500];
const MOST = 10;
const SUB_PARTNERS = 3;

type Partner = {
  row: Cells & { id: string; level: number; status: string };
  life: Life;
  parent: Partner | null;
  approvedAt: number;
  suspendedAt: number;
  friends: Life[];
  best: number;
};
type Step = { time: number; run: () => void };

/** Days before now at which partners ask for their money, and what becomes of it, by partner. */
const PAYOUTS: { days: number; ends: readonly Ending[] }[] = [
  { days: 120, ends: ["paid"] },
  { days: 75, ends: ["paid", "paid", "credit"] },
  { days: 44, ends: ["paid", "failed", "paid", "rejected"] },
  { days: 16, ends: ["paid", "paid"] },
  { days: 2, ends: ["requested", "approved", "processing"] },
];
type Ending = "requested" | "approved" | "processing" | "paid" | "failed" | "rejected" | "credit";

/** The partner program: who is part of it, what their friends' orders earned, and what was paid out. */
export function tellPartners(world: World, story: Story): void {
  const { now } = world;
  const steps: Step[] = [];
  const partners = choosePartners(world, story);
  const byCustomer = new Map(partners.map((partner) => [partner.life.person.id, partner]));
  for (const life of world.lives.values()) {
    const partner = byCustomer.get(life.person.referredBy ?? "");
    if (!partner) continue;
    partner.friends.push(life);
    for (const order of life.person.orders) {
      const time = order.createdAt + PAID_AFTER;
      if (order.status !== "fulfilled" || time < partner.approvedAt || !order.quote?.total)
        continue;
      steps.push({ time, run: () => earn(world, steps, partner, life, order, time) });
    }
  }
  for (const partner of partners) {
    steps.push({
      time: partner.approvedAt,
      run: () => refresh(world, steps, partner, partner.approvedAt),
    });
  }
  for (const { days, ends } of PAYOUTS) {
    let next = 0;
    for (const [index, partner] of partners.entries()) {
      const time = now - days * DAY + index * 3_000_000;
      steps.push({
        time,
        run: () => {
          const end = ends[next % ends.length];
          if (days < 10 && next >= ends.length) return;
          if (end && payOut(world, steps, partner, end, time, index)) next += 1;
        },
      });
    }
  }
  // Steps add steps after themselves: always the earliest of what is left.
  for (;;) {
    let first = -1;
    for (const [index, { time }] of steps.entries()) {
      if (time <= now && (first < 0 || time < (steps[first]?.time ?? 0))) first = index;
    }
    const [step] = first < 0 ? [] : steps.splice(first, 1);
    if (!step) break;
    step.run();
  }
  for (const partner of partners) {
    if (partner.suspendedAt > now) refresh(world, steps, partner, now);
  }
}

function choosePartners(world: World, story: Story): Partner[] {
  const { now, rows, random } = world;
  const counts = new Map<string, number>();
  for (const { referredBy } of story.customers) {
    if (referredBy) counts.set(referredBy, (counts.get(referredBy) ?? 0) + 1);
  }
  const byCount = [...counts].sort((a, b) => b[1] - a[1]).map(([id]) => world.lives.get(id));
  const lives = byCount.flatMap((life) => life ?? []);
  const tops = lives.filter(({ person }) => !person.referredBy).slice(0, MOST);
  const topIds = new Set(tops.map(({ person }) => person.id));
  const subs = lives
    .filter(({ person }) => person.referredBy && topIds.has(person.referredBy))
    .slice(0, SUB_PARTNERS);
  const partners: Partner[] = [];
  const add = (life: Life, days: number, status: string): Partner => {
    const approvedAt = Math.max(now - days * DAY, life.person.createdAt + DAY);
    const parent = partners.find(({ life: { person } }) => person.id === life.person.referredBy);
    const crypto = partners.length % 3 === 1;
    const details: PayoutDetails = crypto
      ? { method: "crypto", network: "trc20", address: "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8" }
      : {
          method: "bank_transfer",
          form: "phone",
          account: `+7912345${67_00 + partners.length}`,
          holder: `${life.person.firstName} ${life.person.lastName}`.trim(),
          bank: "",
        };
    const row = rows.add("partners", {
      id: storyId(random, "prt", approvedAt),
      customer_id: life.person.id,
      status,
      parent_id: parent?.row.id ?? null,
      currency: PROGRAM.currency,
      level: 0,
      terms: {},
      application: APPLICATIONS[partners.length % APPLICATIONS.length],
      decision_reason: status === "suspended" ? "advertised with our name in search engines" : "",
      payout_method: status === "applied" ? null : details.method,
      sealed_payout_details: status === "applied" ? null : encrypt(JSON.stringify(details)),
      auto_payout: false,
      created_at: at(status === "applied" ? now - DAY : approvedAt - DAY),
      approved_at: status === "applied" ? null : at(approvedAt),
      updated_at: at(status === "applied" ? now - DAY : approvedAt),
    });
    const partner: Partner = {
      row,
      life,
      parent: parent ?? null,
      approvedAt,
      suspendedAt: status === "suspended" ? now - 10 * DAY : Number.POSITIVE_INFINITY,
      friends: [],
      best: 0,
    };
    if (status !== "applied") partners.push(partner);
    return partner;
  };
  const applicant = tops.length > 3 ? tops.pop() : undefined;
  for (const [index, life] of tops.entries()) {
    add(life, 240 - index * 14, index === 4 ? "suspended" : "active");
  }
  for (const [index, life] of subs.entries()) add(life, 100 - index * 20, "active");
  if (applicant) add(applicant, 1, "applied");
  return partners;
}

const APPLICATIONS = [
  "A channel about travel, 12,000 readers.",
  "I write reviews of gadgets, mostly on YouTube.",
  "Admin of three city chats.",
];

/** Friends who pay now: paid within the last days and not all of it went back, or have a subscription running. */
function activeFriends({ friends }: Partner, time: number): number {
  return friends.filter(({ person, ends }) => {
    const paid = person.orders.filter(
      (order) =>
        order.status === "fulfilled" &&
        (order.quote?.total ?? 0n) > 0n &&
        order.createdAt + PAID_AFTER <= time &&
        (order.createdAt + REFUNDED_AFTER > time || order.refunded < moneyOf(order)),
    );
    if (paid.length === 0) return false;
    if (paid.some((order) => order.createdAt + PAID_AFTER >= time - ACTIVE)) return true;
    const then = ends.findLast(({ since }) => since <= time);
    return then !== undefined && !then.isTrial && then.expiresAt > time;
  }).length;
}

const moneyOf = ({ quote }: StoryOrder): bigint => (quote?.total ?? 0n) + (quote?.credit ?? 0n);

const levels = () => {
  const parsed = parseLevels(DEFAULT_LEVELS);
  return parsed.ok ? parsed.levels : [];
};
const LEVELS = levels();

/** The level of today's friends; reaching one for the first time pays its bonus. */
function refresh(world: World, steps: Step[], partner: Partner, time: number): void {
  const level = levelAt(LEVELS, activeFriends(partner, time));
  partner.row.level = level;
  partner.row.updated_at = at(time);
  for (let reached = partner.best + 1; reached <= level; reached += 1) {
    const amount = BONUSES[reached] ?? 0n;
    if (amount === 0n) continue;
    accrue(world, steps, partner, time, {
      kind: "bonus",
      level: reached,
      amount,
      base_currency: PROGRAM.currency,
    });
  }
  partner.best = Math.max(partner.best, level);
}

function earn(
  world: World,
  steps: Step[],
  direct: Partner,
  buyer: Life,
  order: StoryOrder,
  time: number,
): void {
  const chain: Partner[] = [];
  for (let link: Partner | null = direct; link; link = link.parent) chain.push(link);
  if (time < direct.suspendedAt) refresh(world, steps, direct, time);
  const planned = planCommissions(
    chain.map((link) => ({
      partnerId: link.row.id,
      earns: link.approvedAt <= time && time < link.suspendedAt,
      level: link.row.level,
      terms: {},
    })),
    { levels: LEVELS, overrideBp: OVERRIDE_BP },
  );
  const base = commissionBase(order.quote?.total ?? 0n, 0);
  const to: Currency = PROGRAM.currency;
  const rateMicros =
    order.currency === to ? 1_000_000n : BigInt(RATES[`${order.currency}:${to}`] ?? 0);
  for (const { partnerId, kind, sourcePartnerId, rateBp } of planned) {
    const partner = chain.find(({ row }) => row.id === partnerId);
    if (!partner) continue;
    const terms = { rateBp, from: order.currency, to, rateMicros };
    const commission = accrue(world, steps, partner, time, {
      kind,
      order_id: order.id,
      customer_id: buyer.person.id,
      source_partner_id: sourcePartnerId,
      rate_bp: rateBp,
      base_amount: base,
      base_currency: order.currency,
      fx_rate_micros: rateMicros,
      amount: commissionOf(base, terms),
    });
    if (order.refunded === 0n) continue;
    steps.push({
      time: order.createdAt + REFUNDED_AFTER,
      run: () => {
        const amount = commission.amount as bigint;
        const reversed = reversedOf(
          { baseAmount: base, amount, ...terms },
          {
            total: order.quote?.total ?? 0n,
            credit: order.quote?.credit ?? 0n,
            refunded: order.refunded,
            refundedCredit: 0n,
          },
        );
        if (reversed === 0n) return;
        const balances = balancesOf(world, partner);
        post(world, partner, order.createdAt + REFUNDED_AFTER, {
          key: `commission:${commission.id}:reversed:${reversed}`,
          kind: "commission.reversed",
          reference: { type: "commission", id: String(commission.id) },
          entries: reverseEntries(reversed, commission.released_at !== null, balances),
        });
        commission.reversed = reversed;
        if (reversed === amount) commission.status = "reversed";
      },
    });
  }
}

function accrue(
  world: World,
  steps: Step[],
  partner: Partner,
  time: number,
  values: { kind: string; amount: bigint; base_currency: string } & Cells,
): Cells {
  const id = storyId(world.random, "com", time);
  const nothing = values.amount === 0n;
  const commission = world.rows.add("partner_commissions", {
    id,
    partner_id: partner.row.id,
    order_id: "",
    customer_id: null,
    source_partner_id: null,
    level: null,
    rate_bp: 0,
    base_amount: 0n,
    fx_rate_micros: 1_000_000n,
    reversed: 0n,
    currency: PROGRAM.currency,
    status: nothing ? "payable" : "pending",
    payable_at: at(time + HOLD),
    released_at: nothing ? at(time) : (null as string | null),
    created_at: at(time),
    ...values,
  });
  if (nothing) return commission;
  const reference = { type: "commission", id };
  post(world, partner, time, {
    key: `commission:${id}:accrued`,
    kind: "commission.accrued",
    reference,
    entries: accrueEntries(values.amount),
  });
  steps.push({
    time: time + HOLD,
    run: () => {
      if (commission.status !== "pending") return;
      post(world, partner, time + HOLD, {
        key: `commission:${id}:released`,
        kind: "commission.released",
        reference,
        entries: releaseEntries(values.amount - commission.reversed, balancesOf(world, partner)),
      });
      commission.status = "payable";
      commission.released_at = at(time + HOLD);
    },
  });
  return commission;
}

/** @returns whether there was enough to ask for */
function payOut(
  world: World,
  steps: Step[],
  partner: Partner,
  end: Ending,
  time: number,
  index: number,
): boolean {
  const { payable: amount } = balancesOf(world, partner);
  const method = end === "credit" ? "service_credit" : String(partner.row.payout_method);
  const least = method === "crypto" ? PROGRAM.cryptoMinimum : PROGRAM.bankMinimum;
  if (time < partner.approvedAt || time >= partner.suspendedAt || amount < BigInt(least)) {
    return false;
  }
  const crypto = method === "crypto";
  const credit = end === "credit";
  const approved = !["requested", "rejected", "credit"].includes(end);
  const sent = convert(money(amount, PROGRAM.currency), {
    from: PROGRAM.currency,
    to: "USDT",
    rateMicros: BigInt(RATES["RUB:USDT"] ?? 0),
  });
  const id = storyId(world.random, "pyt", time);
  const ended = credit ? time : time + DAY;
  const over = ["paid", "failed", "rejected", "credit"].includes(end);
  const reference = { type: "payout", id };
  const note = credit
    ? "credit"
    : crypto
      ? HASHES[index % HASHES.length]
      : `SBP ${2210 + index}-4471`;
  const paid = end === "paid" || credit;
  world.rows.add("payouts", {
    id,
    partner_id: partner.row.id,
    method,
    amount,
    fee: 0n,
    currency: PROGRAM.currency,
    status: credit ? "paid" : end,
    idempotency_key: `request:${partner.row.id}:seed-${time}`,
    automatic: false,
    sealed_details: credit
      ? encrypt(JSON.stringify({ method: "service_credit" }))
      : partner.row.sealed_payout_details,
    reference: paid ? note : null,
    sent_amount: crypto && approved ? sent.amount : null,
    sent_currency: crypto && approved ? sent.currency : null,
    reason:
      end === "failed"
        ? "the bank sent it back: the account is closed"
        : end === "rejected"
          ? "two accounts of the same person: write to support"
          : "",
    attempts: 0,
    decided_by: approved || end === "rejected" ? "system:seed" : null,
    requested_at: at(time),
    approved_at: approved ? at(time + 20_000_000) : null,
    processing_at: end === "processing" ? at(time + 40_000_000) : null,
    ended_at: over ? at(ended) : null,
  });
  post(world, partner, time, {
    key: `payout:${id}:requested`,
    kind: "payout.requested",
    reference,
    entries: requestEntries(amount),
  });
  if (!over) return true;
  const finish = () =>
    post(world, partner, ended, {
      key: `payout:${id}:${paid ? "paid" : "returned"}`,
      kind: paid ? "payout.paid" : "payout.returned",
      reference,
      method,
      memo: paid ? note : undefined,
      entries: paid
        ? paidEntries(amount, 0n, credit)
        : returnEntries(amount, balancesOf(world, partner)),
    });
  steps.push({ time: ended, run: finish });
  return true;
}

const HASHES = [
  "b1946ac92492d2347c6235b4d2611184f3e0a1c5d7e94b0a6f2c8d1e5a7b9c3d",
  "591785b794601e212b260e25925636fd1c9e8b7a6d5f4c3b2a1908f7e6d5c4b3",
];

const balancesOf = ({ books }: World, { row }: Partner) => {
  const of = (kind: "partner_pending" | "partner_payable" | "partner_in_payout" | "partner_debt") =>
    books.balance(kind, row.id, PROGRAM.currency);
  return {
    pending: of("partner_pending"),
    payable: of("partner_payable"),
    inPayout: of("partner_in_payout"),
    debt: of("partner_debt"),
  };
};

function post(
  { books, random }: World,
  { row, life }: Partner,
  time: number,
  journal: {
    key: string;
    kind: string;
    reference: { type: string; id: string };
    entries: BookEntry[];
    method?: string;
    memo?: string;
  },
): void {
  const owners = {
    partner: row.id,
    customer: life.person.id,
    method: `payout.${journal.method ?? ""}`,
    house: "",
  };
  books.post({
    ...journal,
    id: storyId(random, "jrn", time),
    time,
    currency: PROGRAM.currency,
    entries: journal.entries.map(({ kind, of, amount }) => ({ kind, owner: owners[of], amount })),
  });
}
