import type { BuiltinRole } from "@/db/enums";

/** Roles of people who are no operators: customers in the Mini App, partners in their own area. */
export type OwnRole = "customer" | "partner";

type Entry = {
  about: string;
  /** Built-in roles that have it; the owner has every one that is an operator's. */
  roles: readonly (Exclude<BuiltinRole, "owner"> | OwnRole)[];
  /** Good for what is one's own, and for nothing else; never an operator's. */
  scope?: "own";
  /** Dangerous: asks for a second factor shown lately. */
  fresh?: true;
};

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
  "payouts.approve": { about: "Approve, pay and reject payouts", roles: ["admin"], fresh: true },
  "remnawave.read": {
    about: "See the panel, nodes, sync runs and drift",
    roles: ["admin", "support", "analyst"],
  },
  "remnawave.write": { about: "Start syncs and imports, repair drift", roles: ["admin"] },
  "settings.read": { about: "See settings, secrets hidden", roles: ["admin"] },
  "settings.write": { about: "Change settings", roles: ["admin"] },
  "settings.secrets": {
    about: "Change and carry over keys and tokens",
    roles: ["admin"],
    fresh: true,
  },
  "audit.read": { about: "See the audit log", roles: ["admin"] },
  "audit.export": { about: "Export the audit log", roles: ["admin"] },
  "customers.export": { about: "Export everything kept about a customer", roles: ["admin"] },
  "customers.erase": { about: "Erase a customer's personal data", roles: ["admin"], fresh: true },
  "customers.impersonate": {
    about: "Look at the Mini App as a customer sees it",
    roles: ["admin", "support"],
  },
  "team.read": { about: "See operators, their roles and sessions", roles: ["admin"] },
  "team.write": {
    about: "Invite and disable operators, give roles, end sessions",
    roles: [],
    fresh: true,
  },
  "roles.write": { about: "Make and change roles", roles: [], fresh: true },
  "alerts.write": { about: "Resolve alerts", roles: ["admin", "support"] },
  "cabinet.own": { about: "Use the Mini App", roles: ["customer"], scope: "own" },
  "partner.own": {
    about: "See one's own earnings and ask for payouts",
    roles: ["customer", "partner"],
    scope: "own",
  },
} as const satisfies Record<string, Entry>;

export type Permission = keyof typeof PERMISSIONS;
export const PERMISSION_IDS = Object.keys(PERMISSIONS) as Permission[];

const entryOf = (permission: Permission): Entry => PERMISSIONS[permission];

/** What operators' roles are made of. */
export const OPERATOR_PERMISSIONS = PERMISSION_IDS.filter(
  (permission) => entryOf(permission).scope !== "own",
);

export const needsFreshFactor = (permission: Permission): boolean =>
  entryOf(permission).fresh === true;

/** What a built-in role, or a customer or partner, may do. */
export function permissionsOf(role: BuiltinRole | OwnRole): Permission[] {
  if (role === "owner") return OPERATOR_PERMISSIONS;
  return PERMISSION_IDS.filter((permission) => entryOf(permission).roles.includes(role));
}

/** What one must see to do something at all, where it is not the reading permission of the same slice. */
const NEEDS: Partial<Record<Permission, Permission>> = {
  "credit.write": "customers.read",
  "payments.refund": "orders.read",
  "payments.replay": "orders.read",
  "payouts.approve": "partners.read",
  "alerts.write": "overview.read",
  "roles.write": "team.read",
};

/** What `permission` is of no use without; null when it stands alone. */
export function neededFor(permission: Permission): Permission | null {
  const [slice] = permission.split(".");
  const read = PERMISSION_IDS.find((id) => id === `${slice}.read`);
  return NEEDS[permission] ?? (read === permission ? null : (read ?? null));
}

/** These and what they need, in the table's order. */
export function withNeeded(permissions: readonly Permission[]): Permission[] {
  const all = new Set(permissions.flatMap((one) => [one, neededFor(one) ?? one]));
  return PERMISSION_IDS.filter((permission) => all.has(permission));
}

/** What of `wanted` somebody lacks: nobody gives, takes or governs more than they have. */
export const lacking = (has: readonly Permission[], wanted: readonly Permission[]): Permission[] =>
  wanted.filter((permission) => !has.includes(permission));
