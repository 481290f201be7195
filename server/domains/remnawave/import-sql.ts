/** One streamed page into `panel_users`, rows that did not change left alone. $1 JSON rows, $2 now. */
export const UPSERT_PAGE_SQL = `
  insert into panel_users as t (panel_id, uuid, short_uuid, username, status, expires_at,
    traffic_limit_bytes, traffic_strategy, device_limit, internal_squads, external_squad,
    used_traffic_bytes, lifetime_traffic_bytes, online_at, first_connected_at, telegram_id, email,
    tag, description, subscription_url, panel_created_at, panel_updated_at, changed_at)
  select r.panel_id, r.uuid, r.short_uuid, r.username, r.status, r.expires_at,
    r.traffic_limit_bytes, r.traffic_strategy, r.device_limit,
    array(select jsonb_array_elements_text(r.internal_squads)), r.external_squad,
    r.used_traffic_bytes, r.lifetime_traffic_bytes, r.online_at, r.first_connected_at,
    r.telegram_id, r.email, r.tag, r.description, r.subscription_url, r.panel_created_at,
    r.panel_updated_at, $2::timestamptz
  from jsonb_to_recordset($1::text::jsonb) as r (panel_id bigint, uuid text, short_uuid text,
    username text, status text, expires_at timestamptz, traffic_limit_bytes bigint,
    traffic_strategy text, device_limit int, internal_squads jsonb, external_squad text,
    used_traffic_bytes bigint, lifetime_traffic_bytes bigint, online_at timestamptz,
    first_connected_at timestamptz, telegram_id bigint, email text, tag text, description text,
    subscription_url text, panel_created_at timestamptz, panel_updated_at timestamptz)
  on conflict (panel_id) do update set
    uuid = excluded.uuid, short_uuid = excluded.short_uuid, username = excluded.username,
    status = excluded.status, expires_at = excluded.expires_at,
    traffic_limit_bytes = excluded.traffic_limit_bytes,
    traffic_strategy = excluded.traffic_strategy, device_limit = excluded.device_limit,
    internal_squads = excluded.internal_squads, external_squad = excluded.external_squad,
    used_traffic_bytes = excluded.used_traffic_bytes,
    lifetime_traffic_bytes = excluded.lifetime_traffic_bytes, online_at = excluded.online_at,
    first_connected_at = excluded.first_connected_at, telegram_id = excluded.telegram_id,
    email = excluded.email, tag = excluded.tag, description = excluded.description,
    subscription_url = excluded.subscription_url, panel_created_at = excluded.panel_created_at,
    panel_updated_at = excluded.panel_updated_at, changed_at = excluded.changed_at,
    missing_since = null
  where t.missing_since is not null
    or (t.uuid, t.short_uuid, t.username, t.status, t.expires_at, t.traffic_limit_bytes,
        t.traffic_strategy, t.device_limit, t.internal_squads, t.external_squad,
        t.used_traffic_bytes, t.lifetime_traffic_bytes, t.online_at, t.telegram_id, t.email,
        t.tag, t.subscription_url)
      is distinct from
       (excluded.uuid, excluded.short_uuid, excluded.username, excluded.status,
        excluded.expires_at, excluded.traffic_limit_bytes, excluded.traffic_strategy,
        excluded.device_limit, excluded.internal_squads, excluded.external_squad,
        excluded.used_traffic_bytes, excluded.lifetime_traffic_bytes, excluded.online_at,
        excluded.telegram_id, excluded.email, excluded.tag, excluded.subscription_url)`;

/**
 * What would be done with each staged user, in the order ownership → panel id → Telegram id → e-mail.
 * Two different people for one user, or one address for two people, is for an operator. $1 the run.
 */
export const DECISIONS_SQL = `
  with staged as (
    select p.panel_id, p.username, p.telegram_id, lower(nullif(p.email, '')) as email
    from import_rows r join panel_users p using (panel_id) where r.run_id = $1
  ), shared as (
    select email from staged where email is not null
    group by email having count(distinct coalesce(telegram_id, -panel_id)) > 1
  ), decided as (
    select s.panel_id, linked.id as linked_id, named.id as named_id,
      tg.id as tg_id, mail.id as mail_id, mail.telegram_id as mail_tg,
      s.telegram_id, s.email, shared.email is not null as is_shared
    from staged s
    left join subscriptions linked on linked.panel_id = s.panel_id
    left join subscriptions named on named.panel_username = s.username and named.panel_id is null
    left join customers tg on tg.telegram_id = s.telegram_id
    left join customers mail on mail.email = s.email
    left join shared on shared.email = s.email
  ), verdict as (
    select panel_id, coalesce(linked_id, named_id) as subscription_id,
      coalesce(tg_id, mail_id) as customer_id,
      case
        when linked_id is not null then 'ignore:linked'
        when named_id is not null then 'link:owned'
        when tg_id is not null and mail_id is not null and tg_id <> mail_id
          then 'conflict:two_people'
        when tg_id is not null then 'link:telegram_id'
        when mail_id is not null and telegram_id is not null and mail_tg is not null
          and mail_tg <> telegram_id then 'conflict:email_of_another'
        when mail_id is not null then 'link:email'
        when telegram_id is null and email is null then 'ignore:no_contact'
        when telegram_id is null and is_shared then 'conflict:ambiguous_email'
        else 'create:new_person'
      end as verdict
    from decided
  )
  update import_rows r
  set decision = split_part(v.verdict, ':', 1), reason = split_part(v.verdict, ':', 2),
    subscription_id = v.subscription_id,
    customer_id = case when v.verdict like 'conflict:%' then null else v.customer_id end
  from verdict v
  where r.run_id = $1 and r.panel_id = v.panel_id and r.applied_at is null`;
