import type { AdminRole } from "@/db/enums";

/** Every permission, what it allows, and who has it. Pages and procedures name a permission, never a role. */
export const PERMISSIONS = {
  "overview.read": {
    about: "See the overview and its figures",
    roles: ["admin", "support", "analyst"],
  },
  "customers.read": {
    about: "See customers and their history",
    roles: ["admin", "support", "analyst"],
  },
  "customers.write": {
    about: "Change notes, language and blocks of customers",
    roles: ["admin", "support"],
  },
  "customers.message": { about: "Send a message to a customer", roles: ["admin", "support"] },
  "subscriptions.read": { about: "See subscriptions", roles: ["admin", "support", "analyst"] },
  "subscriptions.write": {
    about: "Gift days, change plan, disable, reset traffic, links and devices",
    roles: ["admin", "support"],
  },
  "orders.read": {
    about: "See orders, payments and their ledger",
    roles: ["admin", "support", "analyst"],
  },
  "orders.write": { about: "Make and cancel orders for customers", roles: ["admin", "support"] },
  "payments.refund": { about: "Refund payments and settle held ones", roles: ["admin"] },
  "payments.replay": { about: "Replay failed gateway events", roles: ["admin"] },
  "catalog.read": { about: "See plans and prices", roles: ["admin", "support", "analyst"] },
  "catalog.write": { about: "Change plans, durations and prices", roles: ["admin"] },
  "credit.write": { about: "Add to and take from customers' credit", roles: ["admin"] },
  "promocodes.read": {
    about: "See promo codes and their use",
    roles: ["admin", "support", "analyst"],
  },
  "promocodes.write": { about: "Make and change promo codes", roles: ["admin"] },
  "referrals.read": {
    about: "See referrals, campaigns and rewards",
    roles: ["admin", "support", "analyst"],
  },
  "referrals.write": {
    about: "Release and reject rewards, change codes and campaigns",
    roles: ["admin"],
  },
  "partners.read": {
    about: "See partners, commissions and payouts",
    roles: ["admin", "support", "analyst"],
  },
  "partners.write": { about: "Approve partners, change terms and levels", roles: ["admin"] },
  "payouts.approve": { about: "Approve, pay and reject payouts", roles: ["admin"] },
  "remnawave.read": {
    about: "See the panel, nodes, sync runs and drift",
    roles: ["admin", "support", "analyst"],
  },
  "remnawave.write": { about: "Start syncs and imports, repair drift", roles: ["admin"] },
  "settings.read": { about: "See settings, secrets hidden", roles: ["admin"] },
  "settings.write": { about: "Change settings and secrets", roles: ["admin"] },
  "audit.read": { about: "See the audit log", roles: ["admin"] },
  "alerts.write": { about: "Resolve alerts", roles: ["admin", "support"] },
} as const satisfies Record<
  string,
  { about: string; roles: readonly Exclude<AdminRole, "owner">[] }
>;

export type Permission = keyof typeof PERMISSIONS;

/** The owner may do everything. */
export function roleHas(role: AdminRole, permission: Permission): boolean {
  const roles: readonly AdminRole[] = PERMISSIONS[permission].roles;
  return role === "owner" || roles.includes(role);
}
