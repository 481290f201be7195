import { type SQL, sql } from "drizzle-orm";
import type { Permission } from "@/server/rules/permissions";
import type { TimelineKind } from "./schemas";

/* Each source: at, key (unique), code, subject_type, subject_id, who (an operator's id, or null), details. */

type May = (permission: Permission) => boolean;
type Source = (customerId: string, may: May) => SQL[];

/** What one must be allowed to see each kind. */
export const NEEDS: Record<TimelineKind, Permission> = {
  account: "customers.read",
  order: "orders.read",
  payment: "orders.read",
  refund: "orders.read",
  credit: "customers.read",
  status: "subscriptions.read",
  panel: "subscriptions.read",
  device: "subscriptions.read",
  message: "customers.read",
  note: "customers.read",
  audit: "customers.read",
  promo: "promocodes.read",
  referral: "referrals.read",
};

/* Ids in an array make each branch an index scan, whatever the planner believes of their number. */
const subscriptionsOf = (id: string) =>
  sql`any(array(select s.id from subscriptions s where s.customer_id = ${id}))`;
const ordersOf = (id: string) =>
  sql`any(array(select o.id from orders o where o.customer_id = ${id}))`;

const money = sql.raw("'amount', amount::text, 'currency', currency");

export const SOURCES: Record<TimelineKind, Source> = {
  account: (id) => [
    sql`select created_at as at, 'account:joined' as key, 'joined' as code, 'customer' as subject_type,
      id as subject_id, null as who, jsonb_build_object('source', source) as details
      from customers where id = ${id}`,
  ],
  order: (id) => [
    sql`select e.at, 'order:' || o.id || ':' || e.code as key, e.code, 'order' as subject_type,
      o.id as subject_id, null as who, jsonb_build_object('number', o.number, 'kind', o.kind,
        'amount', o.total::text, 'currency', o.currency) as details
      from orders o cross join lateral (values ('pending', o.created_at), ('paid', o.paid_at),
        (case when o.closed_at is not null then o.status end, o.closed_at)) e(code, at)
      where o.customer_id = ${id} and e.at is not null and e.code in ('pending', 'paid', 'expired', 'cancelled')`,
  ],
  payment: (id) => [
    sql`select coalesce(settled_at, created_at) as at, 'payment:' || id as key, status as code,
      'payment' as subject_type, id as subject_id, null as who,
      jsonb_build_object(${money}, 'gateway', gateway) as details
      from payments where customer_id = ${id}`,
  ],
  refund: (id) => [
    sql`select coalesce(completed_at, created_at) as at, 'refund:' || id as key, status as code,
      'payment' as subject_type, payment_id as subject_id, requested_by as who,
      jsonb_build_object(${money}, 'reason', reason) as details
      from refunds where order_id = ${ordersOf(id)}`,
  ],
  credit: (id) => [
    sql`select j.posted_at as at, 'credit:' || lpad(e.id::text, 12, '0') as key, j.kind as code, j.reference_type as subject_type,
      j.reference_id as subject_id, null as who,
      jsonb_build_object('amount', (-e.amount)::text, 'currency', e.currency, 'reason', j.memo) as details
      from ledger_accounts a join ledger_entries e on e.account_id = a.id
        join ledger_journals j on j.id = e.journal_id
      where a.kind = 'customer_credit' and a.owner = ${id}`,
  ],
  status: (id) => [
    sql`select at, 'status:' || lpad(id::text, 12, '0') as key, to_status as code, 'subscription' as subject_type,
      subscription_id as subject_id, case when who like 'admin:%' then substring(who from 7) end as who,
      jsonb_build_object('why', why, 'from', from_status) as details
      from subscription_status_history where subscription_id = ${subscriptionsOf(id)}`,
  ],
  panel: (id) => [
    sql`select p.occurred_at as at, 'panel:' || p.id as key, p.event as code, 'subscription' as subject_type,
      s.id as subject_id, null as who, jsonb_build_object('username', s.panel_username,
        'threshold', p.data -> 'threshold', 'platform', p.data -> 'platform') as details
      from subscriptions s join panel_events p on p.data ->> 'username' = s.panel_username
      where s.customer_id = ${id} and p.status <> 'ignored'`,
  ],
  device: (id) => [
    sql`select added_at as at, 'device:' || subscription_id || hwid as key, 'added' as code,
      'subscription' as subject_type, subscription_id as subject_id, null as who,
      jsonb_build_object('platform', platform, 'model', device_model) as details
      from subscription_devices where subscription_id = ${subscriptionsOf(id)} and added_at is not null`,
  ],
  message: (id) => [
    sql`select coalesce(sent_at, created_at) as at, 'message:' || id as key, type as code,
      'notification' as subject_type, id as subject_id, null as who,
      jsonb_build_object('status', status, 'text', left(data ->> 'message', 500)) as details
      from notifications where customer_id = ${id}`,
  ],
  note: (id) => [
    sql`select created_at as at, 'note:' || id as key, 'note' as code, 'note' as subject_type,
      id as subject_id, author_id as who, jsonb_build_object('text', left(text, 500)) as details
      from customer_notes where customer_id = ${id} and deleted_at is null`,
  ],
  audit: (id, may) => [
    audited("customer", sql`= ${id}`),
    ...(may("subscriptions.read") ? [audited("subscription", sql`= ${subscriptionsOf(id)}`)] : []),
    ...(may("orders.read") ? [audited("order", sql`= ${ordersOf(id)}`)] : []),
  ],
  promo: (id) => [
    sql`select coalesce(r.consumed_at, r.released_at, r.reserved_at) as at, 'promo:' || r.id as key,
      r.status as code, 'promo_code' as subject_type, p.id as subject_id, null as who,
      jsonb_build_object('code', p.code) as details
      from promo_redemptions r join promo_codes p on p.id = r.promo_code_id where r.customer_id = ${id}`,
  ],
  referral: (id) => [
    sql`select signed_up_at as at, 'referral:by:' || id as key, 'invited_by' as code, 'customer' as subject_type,
      referrer_id as subject_id, null as who, jsonb_build_object('code', code) as details
      from referrals where referee_id = ${id}`,
    sql`select e.at, 'referral:' || r.id || ':' || e.code as key, e.code, 'customer' as subject_type,
      r.referee_id as subject_id, null as who, jsonb_build_object('code', r.code) as details
      from referrals r cross join lateral (values ('invited', r.signed_up_at),
        ('invited_bought', r.first_purchase_at)) e(code, at)
      where r.referrer_id = ${id} and e.at is not null`,
    sql`select coalesce(ended_at, granted_at, created_at) as at, 'reward:' || id as key,
      'reward_' || status as code, 'order' as subject_type, order_id as subject_id, null as who,
      jsonb_build_object('days', days, 'amount', amount::text, 'currency', currency) as details
      from referral_rewards where customer_id = ${id}`,
  ],
};

/** What people did; what jobs did shows as its own kind of thing, and notes speak for themselves. */
const audited = (type: string, is: SQL): SQL =>
  sql`select at, 'audit:' || lpad(seq::text, 12, '0') as key, action as code, subject_type, subject_id,
    case when actor_type = 'admin' then actor_id end as who,
    jsonb_build_object('actor', actor_type) as details
    from audit_log where subject_type = ${type} and subject_id ${is} and actor_type <> 'system'
      and action not in ('customers.addNote', 'customers.editNote', 'customers.pinNote', 'customers.unpinNote')`;
