import { and, eq, inArray, isNotNull } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { customers } from "@/db/schema/customers";
import { orders } from "@/db/schema/orders";
import { partners } from "@/db/schema/partners";
import { subscriptions } from "@/db/schema/subscriptions";
import { type Ctx, inTransaction, requirePermission, requireSelfOr } from "@/server/core/context";
import { AppError, notFound } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { lockCustomer } from "@/server/domains/customers";
import { announce, announceDecision, lockPartner, type PartnerRow, toView } from "./internal";
import { refreshLevel } from "./levels";
import { getProgram, readProgram } from "./program";
import {
  addPartnerInput,
  applyInput,
  decidePartnerInput,
  type PartnerStanding,
  type PartnerView,
  partnerInput,
} from "./schemas";

/** The program, and whether this customer is part of it or may become one. */
export async function getMyPartnership(
  ctx: Ctx,
  input: { customerId: string },
): Promise<PartnerStanding> {
  requireSelfOr(ctx, input.customerId, "partners.read");
  const [program, partner] = await Promise.all([getProgram(ctx), findByCustomer(ctx, input)]);
  const whyNot = await reasonAgainst(ctx, input.customerId, program.enabled, partner);
  return {
    program,
    partner: partner ? toView(partner) : null,
    mayApply: whyNot === null,
    whyNot,
  };
}

async function findByCustomer(
  ctx: Ctx,
  input: { customerId: string },
): Promise<PartnerRow | undefined> {
  const [row] = await ctx.db
    .select()
    .from(partners)
    .where(eq(partners.customerId, input.customerId));
  return row;
}

/** Who was rejected may ask again. */
async function reasonAgainst(
  ctx: Ctx,
  customerId: string,
  enabled: boolean,
  partner: PartnerRow | undefined,
): Promise<PartnerStanding["whyNot"]> {
  if (partner && partner.status !== "rejected") return "already";
  if (!enabled) return "program_off";
  return (await hasOnlyTried(ctx, customerId)) ? "on_trial" : null;
}

/** Has had a trial and never paid. */
async function hasOnlyTried(ctx: Ctx, customerId: string): Promise<boolean> {
  const [[trial], [paid], [bought]] = await Promise.all([
    ctx.db
      .select({ id: subscriptions.id })
      .from(subscriptions)
      .where(and(eq(subscriptions.customerId, customerId), eq(subscriptions.origin, "trial")))
      .limit(1),
    ctx.db
      .select({ id: orders.id })
      .from(orders)
      .where(and(eq(orders.customerId, customerId), isNotNull(orders.paidAt)))
      .limit(1),
    ctx.db
      .select({ id: subscriptions.id })
      .from(subscriptions)
      .where(
        and(
          eq(subscriptions.customerId, customerId),
          eq(subscriptions.isTrial, false),
          inArray(subscriptions.status, ["active", "limited"]),
        ),
      )
      .limit(1),
  ]);
  return trial !== undefined && paid === undefined && bought === undefined;
}

const REASONS = {
  program_off: ["partner_program_off", "There is no partner program at the moment."],
  on_trial: [
    "partner_on_trial",
    "The partner program is open to customers: buy a subscription first.",
  ],
  already: ["partner_already", "You have applied already."],
} as const;

/** A customer asks to become a partner; with automatic joining they are one at once. */
export async function applyForPartner(
  ctx: Ctx,
  input: z.input<typeof applyInput>,
): Promise<PartnerView> {
  const { customerId, application } = parseInput(applyInput, input);
  requireSelfOr(ctx, customerId, "partners.write");
  return inTransaction(ctx, async (tx) => {
    await lockCustomer(tx, { customerId });
    const { settings } = await readProgram(tx);
    const known = await findByCustomer(tx, { customerId });
    const why = await reasonAgainst(tx, customerId, settings.enabled, known);
    if (why) {
      const [code, message] = REASONS[why];
      throw new AppError("precondition", code, message);
    }
    const row = await enter(tx, customerId, application);
    await recordAudit(tx, {
      action: "partners.apply",
      subject: { type: "partner", id: row.id },
      after: { customerId },
    });
    if (settings.joining === "automatic") return toView(await activate(tx, row));
    await announce(tx, row);
    return toView(row);
  });
}

/** An operator makes a customer a partner, application or not. */
export async function addPartner(
  ctx: Ctx,
  input: z.input<typeof addPartnerInput>,
): Promise<PartnerView> {
  requirePermission(ctx, "partners.write");
  const { customerId, reason } = parseInput(addPartnerInput, input);
  return inTransaction(ctx, async (tx) => {
    await lockCustomer(tx, { customerId });
    const known = await findByCustomer(tx, { customerId });
    if (known && known.status !== "rejected" && known.status !== "applied") {
      throw new AppError("conflict", "partner_exists", "This customer is a partner already.");
    }
    const row = known?.status === "applied" ? known : await enter(tx, customerId, "");
    await recordAudit(tx, {
      action: "partners.add",
      subject: { type: "partner", id: row.id },
      after: { customerId, reason },
    });
    return toView(await activate(tx, row));
  });
}

async function enter(ctx: Ctx<Tx>, customerId: string, application: string): Promise<PartnerRow> {
  const { settings } = await readProgram(ctx);
  const fresh = {
    status: "applied" as const,
    application,
    decisionReason: "",
    updatedAt: ctx.clock(),
  };
  const [row] = await ctx.db
    .insert(partners)
    .values({
      id: newId("partner"),
      customerId,
      currency: settings.currency,
      createdAt: ctx.clock(),
      ...fresh,
    })
    .onConflictDoUpdate({ target: partners.customerId, set: fresh })
    .returning();
  if (!row) throw notFound("customer", customerId);
  return row;
}

/** From now on they earn. Invited by a partner, they become that one's sub-partner. */
async function activate(ctx: Ctx<Tx>, row: PartnerRow): Promise<PartnerRow> {
  const parentId = row.parentId ?? (await inviterOf(ctx, row.customerId));
  const [active] = await ctx.db
    .update(partners)
    .set({
      status: "active",
      parentId,
      decisionReason: "",
      approvedAt: row.approvedAt ?? ctx.clock(),
      updatedAt: ctx.clock(),
    })
    .where(eq(partners.id, row.id))
    .returning();
  const levelled = await refreshLevel(ctx, active ?? row, await readProgram(ctx));
  await announce(ctx, levelled);
  await announceDecision(ctx, levelled);
  return levelled;
}

async function inviterOf(ctx: Ctx<Tx>, customerId: string): Promise<string | null> {
  const [row] = await ctx.db
    .select({ id: partners.id })
    .from(partners)
    .innerJoin(customers, eq(customers.referredBy, partners.customerId))
    .where(and(eq(customers.id, customerId), eq(partners.status, "active")));
  return row?.id ?? null;
}

export async function approvePartner(
  ctx: Ctx,
  input: z.input<typeof partnerInput>,
): Promise<PartnerView> {
  requirePermission(ctx, "partners.write");
  const { partnerId } = parseInput(partnerInput, input);
  return change(ctx, partnerId, ["applied", "rejected"], "partners.approve", "", activate);
}

export const rejectPartner = (ctx: Ctx, input: z.input<typeof decidePartnerInput>) =>
  decide(ctx, input, ["applied"], "partners.reject", "rejected");

/** Earns nothing from now on, and gets no payouts; what was earned is kept. */
export const suspendPartner = (ctx: Ctx, input: z.input<typeof decidePartnerInput>) =>
  decide(ctx, input, ["active"], "partners.suspend", "suspended");

export const resumePartner = (ctx: Ctx, input: z.input<typeof decidePartnerInput>) =>
  decide(ctx, input, ["suspended"], "partners.resume", "active");

async function decide(
  ctx: Ctx,
  input: z.input<typeof decidePartnerInput>,
  from: PartnerRow["status"][],
  action: string,
  status: PartnerRow["status"],
): Promise<PartnerView> {
  requirePermission(ctx, "partners.write");
  const { partnerId, reason } = parseInput(decidePartnerInput, input);
  return change(ctx, partnerId, from, action, reason, async (tx, row) => {
    const [after] = await tx.db
      .update(partners)
      .set({ status, decisionReason: reason, updatedAt: tx.clock() })
      .where(eq(partners.id, row.id))
      .returning();
    const changed = after ?? row;
    await announce(tx, changed);
    await announceDecision(tx, changed);
    return changed;
  });
}

function change(
  ctx: Ctx,
  partnerId: string,
  from: PartnerRow["status"][],
  action: string,
  reason: string,
  act: (tx: Ctx<Tx>, row: PartnerRow) => Promise<PartnerRow>,
): Promise<PartnerView> {
  return inTransaction(ctx, async (tx) => {
    const row = await lockPartner(tx, partnerId);
    if (!from.includes(row.status)) {
      throw new AppError(
        "conflict",
        "partner_moved_on",
        `This partner is ${row.status} by now. Load the page again.`,
        { status: row.status },
      );
    }
    const after = await act(tx, row);
    await recordAudit(tx, {
      action,
      subject: { type: "partner", id: partnerId },
      before: { status: row.status },
      after: { status: after.status, reason },
    });
    return toView(after);
  });
}
