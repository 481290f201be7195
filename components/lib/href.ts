import type { Route } from "next";

/** Addresses that are put together at run time, for `typedRoutes`. */
export const href = (path: string): Route => path as Route;

export const customerHref = (id: string): Route => href(`/admin/customers/${id}`);
export const subscriptionHref = (id: string): Route => href(`/admin/subscriptions/${id}`);
export const orderHref = (id: string): Route => href(`/admin/orders/${id}`);
export const promoCodeHref = (id: string): Route => href(`/admin/promocodes/${id}`);
export const paymentHref = (id: string): Route => href(`/admin/payments/${id}`);
export const bulkHref: Route = "/admin/bulk";
export const bulkRunHref = (id: string): Route => href(`/admin/bulk/${id}`);
export const partnerHref = (id: string): Route => href(`/admin/partners/${id}`);
