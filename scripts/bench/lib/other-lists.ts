/** The rest of a shop of that size: its log, campaigns, partners and webhooks, and one person who was busy. */
import type { Sql } from "postgres";
import type { Ctx } from "@/server/core/context";
import { listAudit } from "@/server/domains/audit";
import { customerTimeline } from "@/server/domains/customers";
import { listPartners, listPayouts } from "@/server/domains/partners";
import { listGatewayEvents } from "@/server/domains/payments";
import { listPromoCodes, listRedemptions } from "@/server/domains/promocodes";
import { listRewards } from "@/server/domains/referrals";
import { listPanelEvents } from "@/server/domains/remnawave";

const BUSY = "cus_00000042";
const BUSY_EVENTS = 5000;

export async function fillOtherLists(sql: Sql, customers: number): Promise<void> {
  const [log, events, referred, partners] = [
    customers * 3,
    customers * 2,
    Math.floor(customers / 4),
    Math.max(10, Math.floor(customers / 100)),
  ];
  await sql`insert into admins (id, email, name, password_hash, role)
    select 'adm_' || n, 'op' || n || '@example.com', 'Operator ' || n, '', 'support' from generate_series(1, 12) n`;
  await sql`insert into audit_log (at, actor_type, actor_id, action, subject_type, subject_id, before, after, session_id)
    select now() - n * interval '20 seconds', case when n % 3 = 0 then 'system' else 'admin' end,
      case when n % 3 = 0 then 'jobs' else 'adm_' || 1 + n % 12 end,
      (array['customers.update','subscriptions.giftDays','orders.cancelled','settings.update','payments.refund'])[1 + n % 5],
      (array['customer','subscription','order','settings','payment'])[1 + n % 5], 'cus_' || lpad((1 + n % ${customers})::text, 8, '0'),
      '{"days":1}', '{"days":2}', 'ses_' || n / 50 from generate_series(1, ${log}::int) n`;
  await sql`insert into panel_events (id, signature, scope, event, occurred_at, data, status, received_at)
    select 'pev_' || n, 'sig' || n, 'user', 'user.modified', now() - n * interval '30 seconds',
      jsonb_build_object('username', 'rz_' || substr(md5('u' || n % ${customers}), 1, 12)),
      case when n % 500 = 0 then 'dead' when n % 400 = 0 then 'failed' else 'processed' end, now() - n * interval '30 seconds'
    from generate_series(1, ${events}::int) n`;
  await sql`insert into gateway_events (id, gateway, payload_hash, body, headers, status, received_at)
    select 'gev_' || n, 'yookassa', md5(n::text), '\x7b7d', '{}', case when n % 900 = 0 then 'failed' else 'processed' end,
      now() - n * interval '30 seconds' from generate_series(1, ${events}::int) n`;
  await sql`insert into promo_codes (id, code, kind, percent_bp, valid_until, archived_at, batch, note, created_at)
    select 'prm_' || lpad(n::text, 8, '0'), upper(substr(md5('code' || n), 1, 10)), 'percent', 1000,
      case when n % 4 = 0 then now() - interval '1 day' end, case when n % 9 = 0 then now() end,
      'batch_' || n / 1000, 'partner mailing ' || n % 50, now() - n * interval '1 minute'
    from generate_series(1, ${referred}::int) n`;
  await sql`insert into promo_redemptions (id, promo_code_id, customer_id, order_id, currency, status, nth, reserved_at, consumed_at)
    select 'rdm_' || n, 'prm_' || lpad((1 + n % 500)::text, 8, '0'), 'cus_' || lpad((1 + n % ${customers})::text, 8, '0'),
      'ord_' || lpad((n * 5)::text, 9, '0'), 'RUB', 'consumed', 1 + n / ${customers}, now() - n * interval '1 minute', now() - n * interval '1 minute'
    from generate_series(1, ${customers}::int) n`;
  await sql`insert into referrals (id, referrer_id, referee_id, code, signed_up_at)
    select 'ref_' || n, 'cus_' || lpad((1 + n % 2000)::text, 8, '0'), 'cus_' || lpad((${customers}::int - n)::text, 8, '0'),
      'REF' || 1 + n % 2000, now() - n * interval '2 minutes' from generate_series(1, ${referred}::int) n`;
  await sql`insert into referral_rewards (id, referral_id, customer_id, kind, order_id, status, amount, currency, signals, created_at)
    select replace(id, 'ref_', 'rwd_'), id, referrer_id, 'renewal', 'ord_' || id,
      case when substr(id, 5)::int % 200 = 0 then 'held' when substr(id, 5)::int % 50 = 0 then 'pending' else 'granted' end,
      1000, 'RUB', '{}', signed_up_at from referrals`;
  await sql`insert into partners (id, customer_id, status, currency, created_at, updated_at)
    select 'prt_' || n, 'cus_' || lpad(n::text, 8, '0'),
      case when n % 10 = 0 then 'applied' when n % 15 = 0 then 'suspended' else 'active' end, 'RUB',
      now() - n * interval '3 hours', now() from generate_series(1, ${partners}::int) n`;
  await sql`insert into payouts (id, partner_id, method, amount, currency, status, idempotency_key, requested_at)
    select 'pyt_' || n, 'prt_' || 1 + n % ${partners}, 'crypto', 5000, 'RUB',
      case when n % 100 = 0 then 'requested' when n % 30 = 0 then 'failed' else 'paid' end, 'key' || n, now() - n * interval '10 minutes'
    from generate_series(1, ${partners * 20}::int) n`;
  await busyPerson(sql);
}

/** Orders, payments, messages, notes and actions of one person, {@link BUSY_EVENTS} in all. */
async function busyPerson(sql: Sql): Promise<void> {
  const each = BUSY_EVENTS / 5;
  await sql`insert into orders (id, customer_id, kind, status, source, currency, subtotal, total, quote, created_at, expires_at)
    select 'ord_busy' || n, ${BUSY}, 'new', 'pending', 'bot', 'RUB', 100, 100, '{}', now() - n * interval '1 hour', now()
    from generate_series(1, ${each}::int) n`;
  await sql`insert into payments (id, order_id, customer_id, gateway, external_id, status, amount, currency, created_at, expires_at)
    select replace(id, 'ord_', 'pay_'), id, customer_id, 'stripe', id, 'expired', 100, 'RUB', created_at, expires_at
    from orders where id like 'ord\_busy%'`;
  await sql`insert into notifications (id, customer_id, type, channel, dedupe_key, data, status, created_at)
    select 'ntf_busy' || n, ${BUSY}, 'operator_message', 'telegram', 'busy' || n, '{"message":"hello"}', 'sent', now() - n * interval '1 hour'
    from generate_series(1, ${each}::int) n`;
  await sql`insert into customer_notes (id, customer_id, author_id, text, created_at, updated_at)
    select 'nte_busy' || n, ${BUSY}, 'adm_1', 'note ' || n, now() - n * interval '1 hour', now() from generate_series(1, ${each}::int) n`;
  await sql`insert into audit_log (at, actor_type, actor_id, action, subject_type, subject_id)
    select now() - n * interval '1 hour', 'admin', 'adm_1', 'customers.changeTags', 'customer', ${BUSY} from generate_series(1, ${each}::int) n`;
}

/** What is measured, each by its name. */
export async function otherLists(ctx: Ctx): Promise<Record<string, () => Promise<unknown>>> {
  const timeline = (more: Partial<Parameters<typeof customerTimeline>[1]> = {}) =>
    customerTimeline(ctx, { customerId: BUSY, ...more });
  let cursor: string | undefined;
  for (let page = 0; page < 40; page += 1) {
    cursor = (await timeline({ cursor, limit: 100 })).nextCursor ?? undefined;
  }
  return {
    "timeline of 5,000 events": () => timeline(),
    "timeline: messages only": () => timeline({ kinds: ["message"] }),
    "timeline: the fortieth page": () => timeline({ cursor, limit: 100 }),
    "audit: all": () => listAudit(ctx, {}),
    "audit: an operator's name": () => listAudit(ctx, { q: "Operator 7" }),
    "audit: an action by its word": () =>
      listAudit(ctx, { q: "refund", named: ["payments.refund"] }),
    "audit: an area": () => listAudit(ctx, { action: "settings." }),
    "audit: what jobs did": () => listAudit(ctx, { actorType: "system" }),
    "audit: about orders": () => listAudit(ctx, { subjectType: "order" }),
    "audit: a session": () => listAudit(ctx, { sessionId: "ses_1200" }),
    "audit: a week": () => listAudit(ctx, { days: 7 }),
    "audit: nothing": () => listAudit(ctx, { q: "zzqqxxyy" }),
    "promo codes: all": () => listPromoCodes(ctx, {}),
    "promo codes: part of a code": () => listPromoCodes(ctx, { q: "A1B" }),
    "promo codes: expired": () => listPromoCodes(ctx, { state: ["expired"] }),
    "promo codes: redemptions of one": () => listRedemptions(ctx, { promoCodeId: "prm_00000007" }),
    "rewards: all": () => listRewards(ctx, {}),
    "rewards: to review": () => listRewards(ctx, { review: true }),
    "rewards: granted": () => listRewards(ctx, { status: ["granted"] }),
    "partners: all": () => listPartners(ctx, {}),
    "partners: applied": () => listPartners(ctx, { status: ["applied"] }),
    "partners: by name": () => listPartners(ctx, { q: "anna" }),
    "payouts: all": () => listPayouts(ctx, {}),
    "payouts: requested": () => listPayouts(ctx, { status: ["requested"] }),
    "panel events: all": () => listPanelEvents(ctx, {}),
    "panel events: failed": () => listPanelEvents(ctx, { status: "failed" }),
    "gateway events: all": () => listGatewayEvents(ctx, {}),
    "gateway events: failed": () => listGatewayEvents(ctx, { status: "failed" }),
  };
}
