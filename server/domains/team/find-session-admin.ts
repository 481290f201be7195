import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { adminPasskeys, adminSessions, admins } from "@/db/schema/team";
import type { Ctx } from "@/server/core/context";
import type { AccessClaims } from "./access-claims";
import { permissionsOfRole } from "./roles";
import type { SessionAdmin } from "./schemas";
import { freshUntil } from "./sessions";
import { asksForSecondFactor } from "./settings";

/**
 * The operator behind an access token; null once its session is over or they are disabled, however long the
 * token itself would last. Who lacks a second factor that their role asks for has no permission but to get one.
 */
export async function findSessionAdmin(
  ctx: Ctx,
  claims: AccessClaims,
): Promise<SessionAdmin | null> {
  const [row] = await ctx.db
    .select({
      admin: admins,
      session: adminSessions,
      hasPasskey: sql<boolean>`exists (
        select 1 from ${adminPasskeys} where ${adminPasskeys.adminId} = ${admins.id}
      )`,
    })
    .from(adminSessions)
    .innerJoin(admins, eq(admins.id, adminSessions.adminId))
    .where(
      and(
        eq(adminSessions.id, claims.sid),
        eq(adminSessions.adminId, claims.sub),
        isNull(adminSessions.endedAt),
        gt(adminSessions.expiresAt, ctx.clock()),
        isNull(admins.disabledAt),
      ),
    );
  if (!row) return null;
  const { id, email, name, role, locale, totpConfirmedAt } = row.admin;
  const enrolled = row.hasPasskey || totpConfirmedAt !== null;
  const mustEnrol = !enrolled && (await asksForSecondFactor(ctx, role));
  return {
    id,
    email,
    name,
    role,
    permissions: mustEnrol ? [] : await permissionsOfRole(ctx, role),
    locale,
    mustEnrol,
    session: {
      id: row.session.id,
      address: row.session.address,
      freshUntil: freshUntil(row.session.confirmedAt),
    },
  };
}
