import { asc, count, inArray, sql } from "drizzle-orm";
import { adminPasskeys, adminRoles, adminSessions, admins } from "@/db/schema/team";
import { type Ctx, requirePermission } from "@/server/core/context";
import { lacking } from "@/server/rules/permissions";
import { actingPermissions } from "./governing";
import { permissionsOfRole } from "./roles";
import { isOpen } from "./sessions";

export type Operator = {
  id: string;
  email: string;
  name: string;
  role: string;
  /** Of a role that operators made. */
  roleName: string | null;
  /** `invited`: has not signed in yet. */
  state: "active" | "invited" | "disabled";
  totp: boolean;
  passkeys: number;
  sessions: number;
  lastSignInAt: Date | null;
  createdAt: Date;
  /** The one who asks. */
  self: boolean;
  /** Whether who asks may do all that this one may, and so change them. */
  within: boolean;
};

/** More people than any team here; a page needs no second one. */
const MAX = 1_000;

/** The whole team: who is disabled comes last, others by name. */
export async function listOperators(ctx: Ctx): Promise<Operator[]> {
  requirePermission(ctx, "team.read");
  const rows = await ctx.db
    .select()
    .from(admins)
    .orderBy(sql`${admins.disabledAt} is not null`, asc(admins.name), asc(admins.id))
    .limit(MAX);
  const ids = rows.map(({ id }) => id);
  const [roles, passkeys, sessions] = await Promise.all([
    ctx.db.select().from(adminRoles),
    ctx.db
      .select({ adminId: adminPasskeys.adminId, rows: count() })
      .from(adminPasskeys)
      .groupBy(adminPasskeys.adminId),
    ctx.db
      .select({ adminId: adminSessions.adminId, rows: count() })
      .from(adminSessions)
      .where(sql`${inArray(adminSessions.adminId, ids)} and ${isOpen(ctx)}`)
      .groupBy(adminSessions.adminId),
  ]);
  const of = (counted: { adminId: string; rows: number }[], id: string) =>
    counted.find(({ adminId }) => adminId === id)?.rows ?? 0;
  const has = actingPermissions(ctx);
  const within = new Map<string, boolean>();
  for (const role of new Set(rows.map((row) => row.role))) {
    within.set(role, lacking(has, await permissionsOfRole(ctx, role)).length === 0);
  }
  return rows.map((row) => ({
    id: row.id,
    email: row.email,
    name: row.name,
    role: row.role,
    roleName: roles.find(({ id }) => id === row.role)?.name ?? null,
    state: row.disabledAt ? "disabled" : row.lastSignInAt ? "active" : "invited",
    totp: row.totpConfirmedAt !== null,
    passkeys: of(passkeys, row.id),
    sessions: of(sessions, row.id),
    lastSignInAt: row.lastSignInAt,
    createdAt: row.createdAt,
    self: ctx.actor.type === "admin" && ctx.actor.id === row.id,
    within: within.get(row.role) ?? false,
  }));
}
