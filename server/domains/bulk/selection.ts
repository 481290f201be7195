import { type SQL, sql } from "drizzle-orm";
import { type Ctx, requirePermission } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { customersMatching } from "@/server/domains/customers";
import { ordersMatching } from "@/server/domains/orders";
import { promoCodesMatching } from "@/server/domains/promocodes";
import { subscriptionsMatching } from "@/server/domains/subscriptions";
import type { Permission } from "@/server/rules/permissions";
import { type BulkList, LIST_SUBJECTS, type Selection, type Subject } from "./schemas";

const READ: Record<BulkList, Permission> = {
  customers: "customers.read",
  subscriptions: "subscriptions.read",
  orders: "orders.read",
  promocodes: "promocodes.read",
};

const TABLES: Record<Subject, SQL> = {
  customer: sql.raw("customers"),
  subscription: sql.raw("subscriptions"),
  order: sql.raw("orders"),
  promo_code: sql.raw("promo_codes"),
};
export const tableOf = (subject: Subject): SQL => TABLES[subject];

/** What a row `s` is called in lists. */
export const LABELS: Record<Subject, SQL> = {
  customer: sql.raw(
    "coalesce(nullif(trim(s.first_name || ' ' || s.last_name), ''), '@' || s.username, s.email, s.id)",
  ),
  subscription: sql.raw("s.panel_username"),
  order: sql.raw("'#' || s.number"),
  promo_code: sql.raw("s.code"),
};

/** The chosen rows, or the rows of another kind that belong to them: people's running subscriptions, their owners. */
export async function subjectIds(ctx: Ctx, selection: Selection, subject: Subject): Promise<SQL> {
  const { list } = selection;
  if (!LIST_SUBJECTS[list].includes(subject)) {
    throw new AppError(
      "validation",
      "bulk_wrong_list",
      "This cannot be done to rows of this list.",
    );
  }
  requirePermission(ctx, READ[list]);
  const rows = await rowsOf(ctx, selection);
  if (list === "customers" && subject === "subscription") {
    requirePermission(ctx, "subscriptions.read");
    return sql`select id from subscriptions
      where customer_id in (${rows}) and status in ('trial', 'active', 'limited')`;
  }
  if (list === "subscriptions" && subject === "customer") {
    return sql`select customer_id as id from subscriptions where id in (${rows})`;
  }
  if (list === "orders" && subject === "customer") {
    return sql`select customer_id as id from orders where id in (${rows})`;
  }
  return rows;
}

async function rowsOf(ctx: Ctx, selection: Selection): Promise<SQL> {
  if ("ids" in selection) return sql`select unnest(${textArray(selection.ids)}) as id`;
  switch (selection.list) {
    case "customers":
      return customersMatching(ctx, selection.filter);
    case "subscriptions":
      return subscriptionsMatching(ctx, selection.filter);
    case "orders":
      return ordersMatching(ctx, selection.filter);
    case "promocodes":
      return promoCodesMatching(ctx, selection.filter);
  }
}

/** One parameter, whatever its length. */
const textArray = (values: string[]): SQL =>
  sql`array(select jsonb_array_elements_text(${JSON.stringify(values)}::jsonb))`;
