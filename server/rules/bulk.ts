import type { Permission } from "./permissions";

const PEOPLE = ["customers.write", "customers.message", "credit.write"] as const;

/** Whoever has one of these may do something to many rows of a list; whoever has none need not choose any. */
export const BULK_NEEDS: Record<
  "customers" | "subscriptions" | "orders" | "promocodes",
  readonly Permission[]
> = {
  customers: [...PEOPLE, "subscriptions.write"],
  subscriptions: [...PEOPLE, "subscriptions.write"],
  orders: [...PEOPLE, "orders.write"],
  promocodes: ["promocodes.write"],
};
