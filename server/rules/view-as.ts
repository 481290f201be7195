import type { Permission } from "./permissions";

/** What looking at a customer's app takes: their link is in it, so that one must be allowed to see it anyway. */
export const VIEW_PERMISSIONS = [
  "customers.impersonate",
  "subscriptions.read",
] as const satisfies Permission[];

/** Pages of a view send it with every request: one left open after the view's end acts for nobody. */
export const VIEW_HEADER = "x-rezeis-view";
