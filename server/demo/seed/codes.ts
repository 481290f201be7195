import type { SpecialGrant } from "@/db/schema/promocodes";
import type { Currency } from "@/server/rules/money";
import type { QuoteInput } from "@/server/rules/pricing";
import {
  type PromoTerms,
  promoClosed,
  promoDiscount,
  promoRefusalOf,
} from "@/server/rules/promocode";
import { type Random, storyId } from "./random";
import { at, type Cells, type Rows } from "./rows";

const DAY = 86_400_000;
const HOUR = 3_600_000;
const DEFAULTS = {
  percent: null as number | null,
  amounts: {} as Record<string, bigint>,
  minOrder: {} as Record<string, bigint>,
  from: null as number | null,
  until: null as number | null,
  maxUses: null as number | null,
  newOnly: false,
  trialDays: null as number | null,
  special: {} as SpecialGrant,
  batch: null as string | null,
  archived: false,
  note: "",
  /** How many of a hundred orders that could use it do. */
  share: 0,
};
type Seed = { code: string; kind: PromoTerms["kind"]; age: number } & Partial<typeof DEFAULTS>;

/** Days are counted from today, `age` and what is negative back from it. */
const SEEDS: Seed[] = [
  {
    code: "WELCOME",
    kind: "percent",
    age: 300,
    percent: 1500,
    newOnly: true,
    share: 9,
    note: "Blogs and channels",
  },
  { code: "FIRST50", kind: "percent", age: 220, percent: 3000, maxUses: 50, share: 14 },
  { code: "SUMMER25", kind: "percent", age: 170, percent: 2500, from: -165, until: -95, share: 10 },
  { code: "AUTUMN20", kind: "percent", age: 40, percent: 2000, maxUses: 500, until: 21, share: 12 },
  {
    code: "MINUS100",
    kind: "fixed",
    age: 120,
    amounts: { RUB: 10_000n, USD: 120n, XTR: 75n },
    minOrder: { RUB: 39_900n, USD: 499n, XTR: 290n },
    share: 7,
  },
  { code: "BLACKFRIDAY", kind: "percent", age: 3, percent: 4000, from: 5, until: 9 },
  { code: "TRY14", kind: "trial_days", age: 90, trialDays: 14, note: "For partners' readers" },
  { code: "WEEKONUS", kind: "special", age: 60, special: { days: 7 }, note: "Support says sorry" },
  { code: "TYPO10", kind: "percent", age: 100, percent: 1000, archived: true, note: "Misprinted" },
];
const BATCH_SIZE = 25;

type Code = { id: string; seed: Required<Seed>; terms: PromoTerms; users: Set<string>; row: Cells };
export type Offer = { planId: string; days: number; currency: Currency; subtotal: bigint };

/** The shop's promo codes and who used them, held to the codes' own rules. */
export class CodeBook {
  private readonly codes: Code[];

  constructor(
    private readonly random: Random,
    private readonly now: number,
    private readonly rows: Rows,
  ) {
    const letters = () => storyId(random, "x", now).slice(-5).toUpperCase();
    const batch = `PODCAST-${letters()}`;
    const generated = Array.from(
      { length: BATCH_SIZE },
      (): Seed => ({
        code: `PODCAST-${letters()}`,
        kind: "percent",
        age: 30,
        percent: 2500,
        maxUses: 1,
        batch,
        share: 0.7,
      }),
    );
    this.codes = [...SEEDS, ...generated].map((seed) => this.make({ ...DEFAULTS, ...seed }));
  }

  private make(seed: Required<Seed>): Code {
    const created = this.now - seed.age * DAY;
    const day = (offset: number | null) =>
      offset === null ? null : new Date(this.now + offset * DAY);
    const terms: PromoTerms = {
      kind: seed.kind,
      percentBp: seed.percent,
      amounts: seed.amounts,
      minOrder: seed.minOrder,
      planIds: [],
      durationDays: [],
      groups: [],
      newCustomersOnly: seed.newOnly,
      perPerson: 1,
      maxUses: seed.maxUses,
      uses: 0,
      validFrom: day(seed.from),
      validUntil: day(seed.until),
      archivedAt: seed.archived ? new Date(created + DAY) : null,
    };
    const id = storyId(this.random, "prm", created);
    const row = this.rows.add("promo_codes", {
      id,
      code: seed.code,
      kind: seed.kind,
      percent_bp: seed.percent,
      amounts: seed.amounts,
      trial_days: seed.trialDays,
      special: seed.special,
      max_uses: seed.maxUses,
      per_person: 1,
      valid_from: terms.validFrom?.toISOString() ?? null,
      valid_until: terms.validUntil?.toISOString() ?? null,
      plan_ids: [],
      duration_days: [],
      groups: [],
      min_order: seed.minOrder,
      new_customers_only: seed.newOnly,
      stacks: true,
      uses: 0,
      batch: seed.batch,
      note: seed.note,
      archived_at: terms.archivedAt?.toISOString() ?? null,
      created_at: at(created),
      updated_at: at(created),
    });
    return { id, seed, terms, users: new Set(), row };
  }

  /** A code this person comes along with, as chance has it; only one that the shop would take. */
  choose(customerId: string, isNew: boolean, offer: Offer, time: number): Code | null {
    // Who stands before the till right now brings one: a reservation to look at.
    const atTheTill = time > this.now - HOUR;
    for (const code of this.codes) {
      const { seed, terms } = code;
      if (seed.share === 0 || time < this.now - seed.age * DAY) continue;
      if (!this.random.chance(atTheTill ? 1 : seed.share / 100)) continue;
      if (code.users.has(customerId) || (terms.newCustomersOnly && !isNew)) continue;
      const { days: durationDays, ...rest } = offer;
      const refused =
        promoClosed(terms, new Date(time)) ??
        promoRefusalOf(terms, { kind: isNew ? "new" : "renew", durationDays, ...rest });
      if (!refused) return code;
    }
    return null;
  }

  static discount({ id, seed, terms }: Code, currency: Currency) {
    const discount = promoDiscount(terms, currency);
    const promo: QuoteInput["promo"] = { promoCodeId: id, code: seed.code };
    return discount ? { discount, promo } : null;
  }

  redeem(
    code: Code,
    use: {
      customerId: string;
      orderId: string | null;
      subscriptionId?: string;
      status: "reserved" | "consumed" | "released";
      discount: bigint;
      currency: string | null;
      time: number;
      ended: number;
    },
  ): void {
    const { status, time, ended, subscriptionId = null } = use;
    if (status !== "released") {
      code.users.add(use.customerId);
      code.terms = { ...code.terms, uses: code.terms.uses + 1 };
      code.row.uses = code.terms.uses;
    }
    this.rows.add("promo_redemptions", {
      id: storyId(this.random, "rdm", time),
      promo_code_id: code.id,
      customer_id: use.customerId,
      order_id: use.orderId,
      subscription_id: subscriptionId,
      status,
      discount: use.discount,
      currency: use.currency,
      nth: 1,
      reserved_at: at(time),
      consumed_at: status === "consumed" ? at(ended) : null,
      released_at: status === "released" ? at(ended) : null,
    });
  }

  named(name: string): Code {
    const found = this.codes.find(({ seed }) => seed.code === name);
    if (!found) throw new Error(`There is no code ${name}`);
    return found;
  }
}
