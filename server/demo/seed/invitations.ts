import { smaller } from "@/server/rules/money";
import { dueReward, leftOf } from "@/server/rules/referral";
import { readInvitation } from "@/server/rules/referral-code";
import type { Life, World } from "./life";
import { storyId } from "./random";
import { at, type Cells } from "./rows";
import type { StoryOrder } from "./story";

const DAY = 86_400_000;
/** As the shop's settings are by default. */
const TERMS = {
  enabled: true,
  refereePercent: 10,
  firstMonthOnly: true,
  referrerFreeDays: 30,
  renewalPercent: 5,
  burstPerHour: 10,
};
/** Of so many who were invited one has the device of who invited them. */
const SAME_DEVICE = 14;
/** What was held longer ago somebody has looked at. */
const REVIEWED_AFTER = 12 * DAY;

/** Who invited whom, what it earned, and what looked wrong. */
export class Invitations {
  private readonly referrals = new Map<string, Cells>();
  private readonly rewards = new Map<string, Cells>();
  private readonly waiting = new Map<string, Cells[]>();
  private readonly suspects = new Set<string>();

  constructor(private readonly world: World) {}

  signUp({ person }: Life): void {
    if (!person.referredBy) return;
    const { random, rows } = this.world;
    const invitation = readInvitation(person.source);
    const row = rows.add("referrals", {
      id: storyId(random, "ref", person.createdAt),
      referrer_id: person.referredBy,
      referee_id: person.id,
      code: invitation?.code ?? "",
      campaign: invitation?.campaign ?? "",
      signed_up_at: at(person.createdAt),
      first_order_id: null as string | null,
      first_purchase_at: null as string | null,
    });
    this.referrals.set(person.id, row);
    // A second telephone with the same device: the same person, most likely.
    const host = this.world.lives.get(person.referredBy)?.person.subscription?.devices[0];
    const [own] = person.subscription?.devices ?? [];
    if (host && own && this.referrals.size % SAME_DEVICE === 0) {
      own.hwid = host.hwid;
      this.suspects.add(person.id);
    }
  }

  /** What an order of somebody invited is worth to who invited them. */
  reward(
    { person }: Life,
    order: StoryOrder,
    time: number,
    giftDays: (host: Life, days: number, booking: string) => void,
  ): void {
    const { random, rows, lives } = this.world;
    const referral = this.referrals.get(person.id);
    const host = lives.get(person.referredBy ?? "");
    const paid = order.quote?.total ?? 0n;
    if (!referral || !host || paid === 0n) return;
    const first = referral.first_order_id === null;
    if (first) {
      referral.first_order_id = order.id;
      referral.first_purchase_at = at(time);
    }
    const due = dueReward({ kind: order.kind, paid, first }, TERMS);
    if (!due) return;
    const held = this.suspects.has(person.id);
    const reviewed = held && time < this.world.now - REVIEWED_AFTER;
    const reward = rows.add("referral_rewards", {
      id: storyId(random, "rwd", time),
      referral_id: referral.id,
      customer_id: host.person.id,
      kind: due.kind,
      order_id: order.id,
      status: reviewed ? "rejected" : held ? "held" : "pending",
      days: due.days,
      subscription_id: null as string | null,
      amount: due.amount,
      reversed: 0n,
      lost: 0n,
      currency: due.amount > 0n ? order.currency : null,
      signals: held ? ["same_device"] : [],
      decided_by: reviewed ? "system:seed" : null,
      created_at: at(time + 2000),
      granted_at: null as string | null,
      ended_at: reviewed ? at(time + DAY) : null,
    });
    this.rewards.set(order.id, reward);
    if (held && !reviewed) this.alert(reward.id, time);
    if (held) return;
    if (due.days > 0 && (host.isTrial || host.expiresAt <= time)) {
      this.waiting.set(host.person.id, [...(this.waiting.get(host.person.id) ?? []), reward]);
      return;
    }
    if (due.days > 0) giftDays(host, due.days, reward.id);
    else this.post(reward, order, time, "given", due.amount);
    this.grant(reward, host, time);
  }

  /** Whose reward waited for a subscription has one now. */
  giveWaiting(host: Life, time: number, giftDays: (days: number, booking: string) => void): void {
    for (const reward of this.waiting.get(host.person.id) ?? []) {
      if (reward.status !== "pending") continue;
      giftDays(Number(reward.days), String(reward.id));
      this.grant(reward, host, time);
    }
    this.waiting.delete(host.person.id);
  }

  /** Money went back: the same part of the credit does, as far as it is there; days while any money is left. */
  takeBack(order: StoryOrder, time: number): void {
    const reward = this.rewards.get(order.id);
    const paid = order.quote?.total ?? 0n;
    if (!reward || reward.status === "rejected") return;
    const amount = reward.amount as bigint;
    const left = leftOf({ days: Number(reward.days), amount }, { paid, refunded: order.refunded });
    const whole = left.days === 0 && left.amount === 0n;
    const due = amount - left.amount;
    const { currency, customer_id: owner } = reward;
    if (due > 0n && reward.status === "granted") {
      const there = this.world.books.balance("customer_credit", String(owner), String(currency));
      const taken = smaller(due, there);
      if (taken > 0n) this.post(reward, order, time, `reversed:${due}`, -taken);
      reward.reversed = taken;
      reward.lost = due - taken;
    } else reward.reversed = due;
    if (whole) {
      reward.status = "reversed";
      reward.ended_at = at(time);
    }
  }

  /** Whether refunding this order whole would take back days that were given. */
  keeps(order: StoryOrder): boolean {
    const reward = this.rewards.get(order.id);
    return reward !== undefined && Number(reward.days) > 0 && reward.status === "granted";
  }

  private grant(reward: Cells, host: Life, time: number): void {
    reward.status = "granted";
    reward.granted_at = at(time + 3000);
    if (Number(reward.days) > 0) reward.subscription_id = host.person.subscription?.id ?? null;
  }

  private post(reward: Cells, order: StoryOrder, time: number, what: string, amount: bigint): void {
    this.world.books.post({
      id: storyId(this.world.random, "jrn", time),
      key: `referral:${reward.id}${what === "given" ? "" : `:${what}`}`,
      kind: what === "given" ? "referral.reward" : "referral.reversed",
      reference: { type: "order", id: order.id },
      time: time + 3000,
      currency: order.currency,
      entries: [
        { kind: "referral_expense", amount },
        { kind: "customer_credit", owner: String(reward.customer_id), amount: -amount },
      ],
    });
  }

  private alert(key: unknown, time: number): void {
    this.world.rows.add("alerts", {
      kind: "referral_held",
      key,
      severity: "warning",
      details: { signals: "same_device" },
      href: "/admin/referrals?tab=review",
      opened_at: at(time),
      last_seen_at: at(time),
    });
  }

  /** Clicks, by day: most who look do not stay. */
  finish(): void {
    const { random, rows, lives, now } = this.world;
    const clicks = new Map<string, Cells & { clicks: number }>();
    const click = (code: string, campaign: string, time: number, n: number) => {
      const day = at(Math.min(now, time)).slice(0, 10);
      const key = `${code}:${campaign}:${day}`;
      const row = clicks.get(key) ?? { code, campaign, day, clicks: 0 };
      row.clicks += n;
      clicks.set(key, row);
    };
    for (const { code, campaign, signed_up_at } of this.referrals.values()) {
      const time = Date.parse(String(signed_up_at));
      for (let i = random.int(1, 3); i > 0; i -= 1) {
        click(String(code), String(campaign), time - random.int(0, 2) * DAY, random.int(1, 3));
      }
    }
    for (const { person } of lives.values()) {
      if (person.source.startsWith("ad_")) {
        click("", person.source.slice(3), person.createdAt, random.int(1, 5));
      }
    }
    for (const row of clicks.values()) rows.add("referral_clicks", row);
    const [star] = lives.values();
    const begin = star?.person.createdAt ?? now;
    const campaign = (slug: string, name: string, customerId: string | null, time: number) =>
      rows.add("referral_campaigns", {
        id: storyId(random, "cmp", time),
        slug,
        name,
        customer_id: customerId,
        archived_at: null,
        created_by: null,
        created_at: at(time),
      });
    campaign("telegram-ads", "Telegram Ads", null, begin);
    campaign("youtube", "YouTube channel", star?.person.id ?? null, begin + DAY);
    campaign("conference", "Conference in spring", null, now - 12 * DAY);
  }
}
