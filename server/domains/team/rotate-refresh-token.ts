import { and, eq, lt } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { adminRefreshTokens, adminSessions, admins } from "@/db/schema/team";
import { type Ctx, inTransaction } from "@/server/core/context";
import { randomToken, sha256Hex } from "@/server/core/crypto";
import { AppError } from "@/server/core/errors";
import { decrypt, encrypt } from "@/server/core/sealing";
import { recordAudit } from "@/server/domains/audit";
import { raiseAlert } from "@/server/domains/monitoring";
import { deviceWords } from "@/server/rules/user-agent";
import { GRACE_MS, IDLE_MS, MAX_USER_AGENT, type Visitor } from "./access-claims";
import { askToTell } from "./operator-news";
import type { OpenedSession } from "./sessions";

/**
 * Takes a refresh token and gives its successor, with claims for a new access token. Tabs that race with one
 * token get one successor; a token turned in later than that was copied, so its whole family ends.
 *
 * @throws AppError `unauthenticated session_over`
 */
export async function rotateRefreshToken(
  ctx: Ctx,
  input: { token: string } & Visitor,
): Promise<OpenedSession> {
  // What a reuse does must be kept, so the refusal is thrown after the commit.
  const rotated = await inTransaction(ctx, (tx) => rotate(tx, input));
  if (rotated) return rotated;
  throw new AppError("unauthenticated", "session_over", "This session is over. Sign in again.");
}

async function rotate(
  tx: Ctx<Tx>,
  input: { token: string } & Visitor,
): Promise<OpenedSession | null> {
  const now = tx.clock();
  const found = await lockToken(tx, input.token);
  if (!found) return null;
  const { session } = found;
  const over = session.endedAt !== null || session.expiresAt <= now || session.disabledAt !== null;
  if (over || found.token.expiresAt <= now) return null;
  const { rotatedAt } = found.token;
  if (rotatedAt && rotatedAt.getTime() + GRACE_MS < now.getTime()) {
    await endStolenFamily(tx, session, input);
    return null;
  }
  const next = rotatedAt
    ? await newestOf(tx, found.token.successorSealed)
    : await makeSuccessor(tx, { hash: found.token.hash, session, by: input });
  if (!next) return null;
  return {
    sessionId: session.id,
    accessClaims: { sub: session.adminId, sid: session.id },
    ...next,
  };
}

type Successor = Pick<OpenedSession, "refreshToken" | "refreshExpiresAt">;

async function lockToken(tx: Ctx<Tx>, token: string) {
  const [row] = await tx.db
    .select({
      token: adminRefreshTokens,
      session: {
        id: adminSessions.id,
        adminId: adminSessions.adminId,
        address: adminSessions.address,
        userAgent: adminSessions.userAgent,
        expiresAt: adminSessions.expiresAt,
        endedAt: adminSessions.endedAt,
        disabledAt: admins.disabledAt,
        name: admins.name,
      },
    })
    .from(adminRefreshTokens)
    .innerJoin(adminSessions, eq(adminSessions.id, adminRefreshTokens.sessionId))
    .innerJoin(admins, eq(admins.id, adminSessions.adminId))
    .where(eq(adminRefreshTokens.hash, sha256Hex(token)))
    // Tabs that race wait here for the first of them, and then see what it made.
    .for("update", { of: [adminRefreshTokens, adminSessions] });
  return row ?? null;
}

type Session = NonNullable<Awaited<ReturnType<typeof lockToken>>>["session"];

async function makeSuccessor(
  tx: Ctx<Tx>,
  input: { hash: string; session: Session; by: Visitor },
): Promise<Successor> {
  const { hash, session, by } = input;
  const now = tx.clock();
  const refreshToken = randomToken(32);
  const refreshExpiresAt = new Date(Math.min(now.getTime() + IDLE_MS, session.expiresAt.getTime()));
  await tx.db.insert(adminRefreshTokens).values({
    hash: sha256Hex(refreshToken),
    sessionId: session.id,
    createdAt: now,
    expiresAt: refreshExpiresAt,
  });
  await tx.db
    .update(adminRefreshTokens)
    .set({ rotatedAt: now, successorSealed: encrypt(refreshToken) })
    .where(eq(adminRefreshTokens.hash, hash));
  await tx.db
    .update(adminSessions)
    .set({
      lastUsedAt: now,
      address: by.address || session.address,
      userAgent: by.userAgent.slice(0, MAX_USER_AGENT) || session.userAgent,
    })
    .where(eq(adminSessions.id, session.id));
  // A token past its time is refused unseen: nothing is gained by keeping it.
  await tx.db
    .delete(adminRefreshTokens)
    .where(
      and(eq(adminRefreshTokens.sessionId, session.id), lt(adminRefreshTokens.expiresAt, now)),
    );
  return { refreshToken, refreshExpiresAt };
}

/** The end of the chain: the successor may have been turned in by another tab meanwhile. */
async function newestOf(tx: Ctx<Tx>, sealed: string | null): Promise<Successor | null> {
  let next = sealed;
  while (next) {
    const refreshToken = decrypt(next);
    const [row] = await tx.db
      .select()
      .from(adminRefreshTokens)
      .where(eq(adminRefreshTokens.hash, sha256Hex(refreshToken)));
    if (!row) return null;
    if (!row.rotatedAt) return { refreshToken, refreshExpiresAt: row.expiresAt };
    next = row.successorSealed;
  }
  return null;
}

/** Two hold the same token and nobody knows which is the operator: both are out. */
async function endStolenFamily(tx: Ctx<Tx>, session: Session, by: Visitor): Promise<void> {
  const { id, adminId } = session;
  await tx.db
    .update(adminSessions)
    .set({ endedAt: tx.clock(), endedWhy: "reuse" })
    .where(eq(adminSessions.id, id));
  await recordAudit(tx, {
    action: "team.refreshReuse",
    subject: { type: "admin", id: adminId },
    before: { session: id, address: session.address, device: deviceWords(session.userAgent) },
    after: { address: by.address, device: deviceWords(by.userAgent) },
  });
  await raiseAlert(tx, {
    kind: "session_reuse",
    key: id,
    severity: "warning",
    details: { name: session.name, address: by.address },
    href: "/admin/audit",
  });
  await askToTell(tx, {
    adminId,
    kind: "session_reuse",
    sessionId: id,
    address: by.address,
  });
  tx.log.warn({ session: id, admin: adminId }, "a refresh token was used again; its session ended");
}
