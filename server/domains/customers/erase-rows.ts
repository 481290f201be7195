import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { newId } from "@/server/core/ids";
import type { CustomerRow } from "./internal";

/** Whose rows they are. */
const theirs = (column: string, of: string, customerId: string): SQL =>
  sql`${sql.identifier(column)} in (select id from ${sql.identifier(of)} where customer_id = ${customerId})`;

/** Empties every text that says who a person is or what was said with them; sums, times and ids stay. */
export async function eraseRows(db: Tx, person: CustomerRow, now: Date): Promise<void> {
  const { id } = person;
  const at = now.toISOString();
  const of = (column: string, table: string) => theirs(column, table, id);
  const steps: SQL[] = [
    sql`delete from customer_sessions where customer_id = ${id}`,
    sql`delete from customer_notes where customer_id = ${id}`,
    sql`update notifications set data = '{}', error = null, external_id = null,
      dedupe_key = 'erased:' || id,
      status = case when status = 'queued' then 'skipped' else status end
      where customer_id = ${id}`,
    sql`update payments set pay_url = null, failure_reason = null, save_method = false,
      gateway_data = case when status in ('created', 'pending') then gateway_data else '{}' end, next_poll_at = case when status in ('created', 'pending') then next_poll_at end
      where customer_id = ${id}`,
    sql`update gateway_events set body = ''::bytea, headers = '{}', last_error = null
      where ${of("payment_id", "payments")}`,
    sql`update refunds set reason = '', failure_reason = null where ${of("payment_id", "payments")}`,
    sql`update saved_methods set sealed_token = '', label = '', token_hash = 'erased:' || id,
      removed_at = coalesce(removed_at, ${at}::timestamptz) where customer_id = ${id}`,
    sql`update partners set application = '', decision_reason = '', payout_method = null,
      sealed_payout_details = null, auto_payout = false,
      status = case when status = 'applied' then 'rejected' when status = 'active' then 'suspended' else status end
      where customer_id = ${id}`,
    sql`update payouts set sealed_details = null, reason = '' where ${of("partner_id", "partners")}`,
    sql`update panel_events set data = '{}', last_error = null where status not in ('received', 'failed')
      and data ->> 'username' in (select panel_username from subscriptions where customer_id = ${id})`,
    sql`delete from one_time_secrets where subject in (${id}, ${person.email ?? ""}, ${String(person.telegramId ?? "")})`,
    ...(person.email ? [forgetTurns(person.email)] : []),
    ...(person.telegramId ? [forgetTurns(String(person.telegramId))] : []),
    ...codeSteps(person),
    redactAudit(id, at),
    sql`update customers set telegram_id = null, username = null, first_name = '', last_name = '',
      email = null, tags = '{}', pending_promo_code = null, last_seen_at = null,
      source = 'erased', erased_at = ${at}::timestamptz where id = ${id}`,
  ];
  for (const step of steps) await db.execute(step);
}

const forgetTurns = (subject: string): SQL =>
  sql`delete from rate_limits where right(key, ${subject.length + 1}) = ${`:${subject}`}`;

/** A code begins with its person's name, and stands in the links by which others came. */
function codeSteps({ id, referralCode }: CustomerRow): SQL[] {
  const code = newId("customer").slice(-16).toUpperCase();
  const link = `^(refw?_)${referralCode}($|-.*$)`;
  return [
    sql`update customers set source = regexp_replace(source, ${link}, '\\1' || ${code}::text, 'i')
      where source ~* ${link}`,
    sql`update referrals r set campaign = c.id from referral_campaigns c
      where c.customer_id = ${id} and r.referrer_id = ${id} and r.campaign = c.slug`,
    sql`update referral_clicks k set campaign = c.id from referral_campaigns c
      where c.customer_id = ${id} and k.code = ${referralCode} and k.campaign = c.slug`,
    sql`update referral_campaigns set slug = id, name = '', archived_at = coalesce(archived_at, now())
      where customer_id = ${id}`,
    sql`update referrals set code = ${code} where referrer_id = ${id}`,
    sql`update referral_clicks set code = ${code} where code = ${referralCode}`,
    sql`update customers set referral_code = ${code} where id = ${id}`,
  ];
}

/** Who did what and when stays, and so does the chain; what it was does not. */
const redactAudit = (id: string, at: string): SQL => sql`
  update audit_log set before = null, after = null, redacted_at = ${at}::timestamptz
  where redacted_at is null and (before is not null or after is not null) and (
    (subject_type = 'customer' and subject_id = ${id})
    or (subject_type = 'subscription' and subject_id in (select id from subscriptions where customer_id = ${id}))
    or (subject_type = 'order' and subject_id in (select id from orders where customer_id = ${id}))
    or (subject_type = 'payment' and subject_id in (select id from payments where customer_id = ${id}))
    or (subject_type = 'partner' and subject_id in (select id from partners where customer_id = ${id}))
    or (subject_type = 'payout' and subject_id in (
      select p.id from payouts p join partners r on r.id = p.partner_id where r.customer_id = ${id}))
    or (subject_type = 'campaign' and subject_id in (
      select c.id from referral_campaigns c where c.customer_id = ${id}))
    or (actor_type = 'customer' and actor_id = ${id}))`;
