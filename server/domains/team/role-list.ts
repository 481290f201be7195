import { asc } from "drizzle-orm";
import { BUILTIN_ROLES } from "@/db/enums";
import { adminRoles, admins } from "@/db/schema/team";
import { type Ctx, requirePermission } from "@/server/core/context";
import { lacking, type Permission, permissionsOf } from "@/server/rules/permissions";
import { actingPermissions } from "./governing";
import { knownPermissions } from "./roles";

export type RoleView = {
  id: string;
  /** Operators' own name for it; built-in roles are named by the reader's language. */
  name: string | null;
  permissions: readonly Permission[];
  people: number;
  /** Whether whoever asks may change it, or give it to somebody: they have all it allows. */
  within: boolean;
  own: boolean;
};

/** Every role: those that come with the product, then the team's own by name. */
export async function listRoles(ctx: Ctx): Promise<RoleView[]> {
  requirePermission(ctx, "team.read");
  const [own, people] = await Promise.all([
    ctx.db.select().from(adminRoles).orderBy(asc(adminRoles.name)),
    ctx.db.select({ id: admins.id, role: admins.role }).from(admins),
  ]);
  const has = actingPermissions(ctx);
  const me = ctx.actor.type === "admin" ? ctx.actor.id : "";
  const view = (id: string, name: string | null, permissions: readonly Permission[]): RoleView => ({
    id,
    name,
    permissions,
    people: people.filter((person) => person.role === id).length,
    within: lacking(has, permissions).length === 0,
    own: people.some((person) => person.id === me && person.role === id),
  });
  return [
    ...BUILTIN_ROLES.map((id) => view(id, null, permissionsOf(id))),
    ...own.map((row) => view(row.id, row.name, knownPermissions(row.permissions))),
  ];
}
