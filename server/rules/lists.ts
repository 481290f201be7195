import type { Permission } from "./permissions";

type List = {
  /** Where it is, with nothing filtered. */
  path: string;
  permission: Permission;
};

/** Every list of the dashboard that can be filtered: views of them can be kept. */
export const LISTS = {
  customers: { path: "/admin/customers", permission: "customers.read" },
  subscriptions: { path: "/admin/subscriptions", permission: "subscriptions.read" },
  orders: { path: "/admin/orders", permission: "orders.read" },
  payments: { path: "/admin/payments", permission: "orders.read" },
  events: { path: "/admin/payments/events", permission: "orders.read" },
  promocodes: { path: "/admin/promocodes", permission: "promocodes.read" },
  rewards: { path: "/admin/referrals?tab=rewards", permission: "referrals.read" },
  partners: { path: "/admin/partners", permission: "partners.read" },
  payouts: { path: "/admin/payouts", permission: "partners.read" },
  audit: { path: "/admin/audit", permission: "audit.read" },
} as const satisfies Record<string, List>;

export type ListId = keyof typeof LISTS;
export const LIST_IDS = Object.keys(LISTS) as [ListId, ...ListId[]];

/** Where a list is with this in its query. */
export const listPath = (list: ListId, query: string): string => {
  const { path } = LISTS[list];
  return query === "" ? path : `${path}${path.includes("?") ? "&" : "?"}${query}`;
};

/** Where a kept view of a list is. */
export const viewPath = ({
  id,
  list,
  query,
}: {
  id: string;
  list: ListId;
  query: string;
}): string => listPath(list, `view=${id}${query && `&${query}`}`);
