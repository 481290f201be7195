import { and, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { customers } from "@/db/schema/customers";
import { ledgerAccounts } from "@/db/schema/ledger";
import { partners, type payouts } from "@/db/schema/partners";
import { partnerChanged, partnerDecided } from "@/inngest/events";
import { type Ctx, requirePermission } from "@/server/core/context";
import { notFound } from "@/server/core/errors";
import { emit } from "@/server/core/outbox";
import { postJournal } from "@/server/domains/ledger";
import { money } from "@/server/rules/money";
import type { BookEntry, PartnerBalances } from "@/server/rules/partner-books";
import { shownDetails } from "./payout-methods/details";
import { type Balances, PAYOUT_METHOD_IDS, type PartnerView, type PayoutMethodId } from "./schemas";

export type PartnerRow = typeof partners.$inferSelect;
export type PayoutRow = typeof payouts.$inferSelect;

/**
 * The partner under their lock: everything that moves their money holds it, so that what was read of their
 * balances stays true until it is written.
 */
export async function lockPartner(ctx: Ctx<Tx>, partnerId: string): Promise<PartnerRow> {
  const [row] = await ctx.db
    .select()
    .from(partners)
    .where(eq(partners.id, partnerId))
    .for("no key update");
  if (!row) throw notFound("partner", partnerId);
  return row;
}

export async function getPartnerRow(ctx: Ctx, partnerId: string): Promise<PartnerRow> {
  const [row] = await ctx.db.select().from(partners).where(eq(partners.id, partnerId));
  if (!row) throw notFound("partner", partnerId);
  return row;
}

/** A partner's own things: theirs, the system's, or an operator's who may see partners. */
export function requireOwnOr(
  ctx: Ctx,
  partner: Pick<PartnerRow, "id" | "customerId">,
  permission: Parameters<typeof requirePermission>[1],
): void {
  if (ctx.actor.type !== "customer") requirePermission(ctx, permission);
  else if (ctx.actor.id !== partner.customerId) throw notFound("partner", partner.id);
}

const KINDS = {
  partner_pending: "pending",
  partner_payable: "payable",
  partner_in_payout: "inPayout",
  partner_debt: "debt",
} as const;

/** Balances in minor units of one currency, from the ledger. */
export async function balancesOf(
  ctx: Ctx,
  { id, currency }: Pick<PartnerRow, "id" | "currency">,
): Promise<PartnerBalances> {
  return (await balancesOfAll(ctx, [{ id, currency }])).get(id) ?? NOTHING;
}

const NOTHING: PartnerBalances = { pending: 0n, payable: 0n, inPayout: 0n, debt: 0n };

export async function balancesOfAll(
  ctx: Ctx,
  rows: Pick<PartnerRow, "id" | "currency">[],
): Promise<Map<string, PartnerBalances>> {
  const found = new Map(rows.map((row) => [row.id, { ...NOTHING }]));
  if (rows.length === 0) return found;
  const currencies = new Map(rows.map((row) => [row.id, row.currency]));
  const accounts = await ctx.db
    .select()
    .from(ledgerAccounts)
    .where(
      and(
        inArray(ledgerAccounts.kind, Object.keys(KINDS) as (keyof typeof KINDS)[]),
        inArray(ledgerAccounts.owner, [...currencies.keys()]),
      ),
    );
  for (const { kind, owner, currency, balance } of accounts) {
    const balances = found.get(owner);
    if (balances && currencies.get(owner) === currency) {
      balances[KINDS[kind as keyof typeof KINDS]] = balance;
    }
  }
  return found;
}

export const balanceViews = (balances: PartnerBalances, currency: string): Balances => ({
  pending: money(balances.pending, currency),
  payable: money(balances.payable, currency),
  inPayout: money(balances.inPayout, currency),
  debt: money(balances.debt, currency),
});

/** Writes a step of a partner's money into the books. `method`: which way a payout left. */
export async function post(
  ctx: Ctx<Tx>,
  partner: Pick<PartnerRow, "id" | "customerId" | "currency">,
  journal: {
    key: string;
    kind: string;
    reference: { type: string; id: string };
    entries: BookEntry[];
    method?: string;
    memo?: string;
  },
): Promise<boolean> {
  const owners = {
    partner: partner.id,
    customer: partner.customerId,
    method: `payout.${journal.method ?? ""}`,
    house: "",
  };
  const { posted } = await postJournal(ctx, {
    idempotencyKey: journal.key,
    kind: journal.kind,
    reference: journal.reference,
    memo: journal.memo,
    entries: journal.entries.map(({ kind, of, amount }) => ({
      account: { kind, owner: owners[of] },
      amount,
      currency: partner.currency,
    })),
  });
  return posted;
}

export const isMethodId = (id: string): id is PayoutMethodId =>
  (PAYOUT_METHOD_IDS as readonly string[]).includes(id);

export const asMethodId = (id: string): PayoutMethodId => {
  if (!isMethodId(id)) throw new Error(`There is no payout method ${id}`);
  return id;
};

export const toView = (row: PartnerRow): PartnerView => ({
  id: row.id,
  customerId: row.customerId,
  status: row.status,
  currency: row.currency,
  level: row.level,
  parentId: row.parentId,
  application: row.application,
  decisionReason: row.decisionReason,
  payoutMethod: row.payoutMethod && isMethodId(row.payoutMethod) ? row.payoutMethod : null,
  payoutTo: row.sealedPayoutDetails ? shownDetails(row.sealedPayoutDetails) : null,
  autoPayout: row.autoPayout,
  createdAt: row.createdAt,
  approvedAt: row.approvedAt,
});

export const announce = (ctx: Ctx<Tx>, { id, customerId, status }: PartnerRow) =>
  emit(ctx, partnerChanged.create({ partnerId: id, customerId, status }));

/** A decision, told to the partner. */
export const announceDecision = (ctx: Ctx<Tx>, { id, customerId, status }: PartnerRow) =>
  emit(
    ctx,
    partnerDecided.create({ partnerId: id, customerId, status, at: ctx.clock().toISOString() }),
  );

export const nameOf = ({
  firstName,
  lastName,
  username,
}: Pick<typeof customers.$inferSelect, "firstName" | "lastName" | "username">): string =>
  [firstName, lastName].filter(Boolean).join(" ") || username || "—";
