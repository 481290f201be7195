-- The audit log is only ever added to. What a person asked to be forgotten may be emptied, once, and says so;
-- the hash of the details stays, so that the chain over the log still proves itself.
create function audit_append_only() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.redacted_at is null and new.redacted_at is not null
    and new.before is null and new.after is null
    and to_jsonb(new) - '{before,after,redacted_at}'::text[] = to_jsonb(old) - '{before,after,redacted_at}'::text[] then
    return new;
  end if;
  raise exception 'audit: the log is append-only' using errcode = 'restrict_violation';
end $$;
--> statement-breakpoint
create trigger audit_log_append_only before update or delete on audit_log
  for each row execute function audit_append_only();
--> statement-breakpoint
create function audit_never_emptied() returns trigger language plpgsql as $$
begin
  raise exception 'audit: the log is append-only' using errcode = 'restrict_violation';
end $$;
--> statement-breakpoint
create trigger audit_log_never_emptied before truncate on audit_log
  for each statement execute function audit_never_emptied();
--> statement-breakpoint
create trigger audit_seals_append_only before update or delete or truncate on audit_seals
  for each statement execute function audit_never_emptied();
--> statement-breakpoint
-- Words anywhere in a name are found by trigrams where the server lets us have them; elsewhere beginnings only.
do $$
begin
  create extension if not exists pg_trgm;
  create index customers_words_idx on customers using gin (
    lower(coalesce(username, '') || ' ' || first_name || ' ' || last_name || ' ' || coalesce(email, '')) gin_trgm_ops);
exception when others then
  raise notice 'pg_trgm is not to be had: search goes by beginnings of words';
end $$;
