import { and, desc, eq, gt, isNull, ne } from "drizzle-orm";
import { z } from "zod";
import { adminRefreshTokens, adminSessions, admins } from "@/db/schema/team";
import { type Ctx, inTransaction } from "@/server/core/context";
import { countryOf } from "@/server/core/country-of";
import { randomToken, sha256Hex } from "@/server/core/crypto";
import { notFound } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { type Device, deviceOf, deviceWords } from "@/server/rules/user-agent";
import {
  type AccessClaims,
  FRESH_MS,
  IDLE_MS,
  MAX_USER_AGENT,
  SESSION_MS,
  type SessionEnd,
  type SignInMethod,
  type Visitor,
} from "./access-claims";
import { askToTell } from "./operator-news";
import { ownId } from "./own-id";

export type OpenedSession = {
  sessionId: string;
  accessClaims: AccessClaims;
  /** Handed to the browser and kept by hash only. */
  refreshToken: string;
  refreshExpiresAt: Date;
};

/**
 * Opens a session for somebody who has proven who they are: a family of refresh tokens with its first one.
 * `confirmed`: the second factor was shown, or the password by somebody who has none.
 */
export function openSession(
  ctx: Ctx,
  input: { adminId: string; method: SignInMethod; confirmed: boolean } & Visitor,
): Promise<OpenedSession> {
  return inTransaction(ctx, async (tx) => {
    const { adminId, method, confirmed, address } = input;
    const userAgent = input.userAgent.slice(0, MAX_USER_AGENT);
    const now = tx.clock();
    const sessionId = newId("session");
    const known = await isKnownDevice(tx, { adminId, address, userAgent });
    const refreshToken = randomToken(32);
    const refreshExpiresAt = new Date(now.getTime() + IDLE_MS);
    await tx.db.insert(adminSessions).values({
      id: sessionId,
      adminId,
      method,
      userAgent,
      address,
      confirmedAt: confirmed ? now : null,
      createdAt: now,
      lastUsedAt: now,
      expiresAt: new Date(now.getTime() + SESSION_MS),
    });
    await tx.db.insert(adminRefreshTokens).values({
      hash: sha256Hex(refreshToken),
      sessionId,
      createdAt: now,
      expiresAt: refreshExpiresAt,
    });
    const [admin] = await tx.db
      .update(admins)
      .set({ lastSignInAt: now })
      .where(eq(admins.id, adminId))
      .returning({ name: admins.name });
    const session = { id: sessionId, address, freshUntil: null };
    await recordAudit(
      {
        ...tx,
        actor: { type: "admin", id: adminId, name: admin?.name ?? "", permissions: [], session },
      },
      {
        action: "team.signIn",
        subject: { type: "admin", id: adminId },
        after: { method, device: deviceWords(userAgent), newDevice: !known },
      },
    );
    if (!known) await askToTell(tx, { adminId, kind: "new_device", sessionId });
    const accessClaims = { sub: adminId, sid: sessionId };
    return { sessionId, accessClaims, refreshToken, refreshExpiresAt };
  });
}

/** Known is a device that signed in before, from the same address; versions of its browser do not matter. */
async function isKnownDevice(ctx: Ctx, input: { adminId: string } & Visitor): Promise<boolean> {
  const before = await ctx.db
    .select({ address: adminSessions.address, userAgent: adminSessions.userAgent })
    .from(adminSessions)
    .where(eq(adminSessions.adminId, input.adminId))
    .orderBy(desc(adminSessions.lastUsedAt))
    .limit(100);
  const device = deviceWords(input.userAgent);
  return before.some(
    (row) => row.address === input.address && deviceWords(row.userAgent) === device,
  );
}

/** Whether an operator ever had a session at this address. */
export async function hasSignedInFrom(
  ctx: Ctx,
  input: { adminId: string; address: string },
): Promise<boolean> {
  const [row] = await ctx.db
    .select({ id: adminSessions.id })
    .from(adminSessions)
    .where(and(eq(adminSessions.adminId, input.adminId), eq(adminSessions.address, input.address)))
    .limit(1);
  return row !== undefined && input.address !== "";
}

export type OwnSession = {
  id: string;
  method: string;
  device: Device;
  address: string;
  /** Of the address, as ISO 3166-1 alpha-2. */
  country: string | null;
  createdAt: Date;
  lastUsedAt: Date;
  /** The one that asks. */
  current: boolean;
};

/** Where one is signed in, the latest used first. */
export async function listOwnSessions(ctx: Ctx): Promise<OwnSession[]> {
  const adminId = ownId(ctx);
  const rows = await ctx.db
    .select()
    .from(adminSessions)
    .where(isOpenOf(ctx, adminId))
    .orderBy(desc(adminSessions.lastUsedAt), desc(adminSessions.id))
    .limit(100);
  return rows.map((row) => toOwnSession(ctx, row));
}

export const toOwnSession = (
  { actor }: Ctx,
  { id, method, userAgent, address, createdAt, lastUsedAt }: typeof adminSessions.$inferSelect,
): OwnSession => ({
  id,
  method,
  device: deviceOf(userAgent),
  address,
  country: countryOf(address),
  createdAt,
  lastUsedAt,
  current: actor.type === "admin" && id === actor.session?.id,
});

export const endOwnSessionInput = z.object({ sessionId: z.string().max(64) });

/** Ends one of one's own sessions; its access tokens stop at once. Throws `not_found`. */
export async function endOwnSession(
  ctx: Ctx,
  input: z.input<typeof endOwnSessionInput>,
): Promise<void> {
  const { sessionId } = parseInput(endOwnSessionInput, input);
  const adminId = ownId(ctx);
  const why = ctx.actor.type === "admin" && ctx.actor.session?.id === sessionId;
  await inTransaction(ctx, async (tx) => {
    const ended = await tx.db
      .update(adminSessions)
      .set({ endedAt: tx.clock(), endedWhy: why ? "signed_out" : "ended" })
      .where(and(isOpenOf(tx, adminId), eq(adminSessions.id, sessionId)))
      .returning({ id: adminSessions.id });
    if (ended.length === 0) throw notFound("session", sessionId);
    await recordAudit(tx, {
      action: "team.endSession",
      subject: { type: "admin", id: adminId },
      after: { session: sessionId },
    });
  });
}

/** Ends all of one's own sessions but the one that asks. Returns how many there were. */
export async function endOtherSessions(ctx: Ctx): Promise<{ ended: number }> {
  const adminId = ownId(ctx);
  return endAllSessionsOf(ctx, { adminId, why: "ended", exceptCurrent: true });
}

/**
 * Ends the sessions of an operator, with `exceptCurrent` all but the one of whoever acts. The caller has
 * checked that this is allowed.
 */
export function endAllSessionsOf(
  ctx: Ctx,
  input: { adminId: string; why: SessionEnd; exceptCurrent?: boolean },
): Promise<{ ended: number }> {
  const { adminId, why } = input;
  const current =
    input.exceptCurrent && ctx.actor.type === "admin" ? ctx.actor.session?.id : undefined;
  return inTransaction(ctx, async (tx) => {
    const ended = await tx.db
      .update(adminSessions)
      .set({ endedAt: tx.clock(), endedWhy: why })
      .where(and(isOpenOf(tx, adminId), current ? ne(adminSessions.id, current) : undefined))
      .returning({ id: adminSessions.id });
    if (ended.length > 0) {
      await recordAudit(tx, {
        action: "team.endSessions",
        subject: { type: "admin", id: adminId },
        after: { why, count: ended.length },
      });
    }
    return { ended: ended.length };
  });
}

const isOpenOf = (ctx: Ctx, adminId: string) =>
  and(eq(adminSessions.adminId, adminId), isOpen(ctx));

/** Of somebody who is still signed in by it. */
export const isOpen = (ctx: Ctx) =>
  and(
    isNull(adminSessions.endedAt),
    gt(adminSessions.expiresAt, ctx.clock()),
    gt(adminSessions.lastUsedAt, new Date(ctx.clock().getTime() - IDLE_MS)),
  );

/** Until when dangerous actions are open to a session. */
export const freshUntil = (confirmedAt: Date | null): Date | null =>
  confirmedAt && new Date(confirmedAt.getTime() + FRESH_MS);
