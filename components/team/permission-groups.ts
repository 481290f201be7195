import { OPERATOR_PERMISSIONS, type Permission } from "@/server/rules/permissions";

/** Slices that are shown with another one. */
const SHOWN_WITH: Record<string, string> = {
  alerts: "overview",
  credit: "customers",
  payments: "orders",
  payouts: "partners",
  roles: "team",
};

/** What operators' roles are made of, by the part of the dashboard it opens. */
export function permissionGroups(): { slice: string; permissions: Permission[] }[] {
  const groups = new Map<string, Permission[]>();
  for (const permission of OPERATOR_PERMISSIONS) {
    const [own = ""] = permission.split(".");
    const slice = SHOWN_WITH[own] ?? own;
    groups.set(slice, [...(groups.get(slice) ?? []), permission]);
  }
  return [...groups].map(([slice, permissions]) => ({ slice, permissions }));
}
