-- The ledger guards itself: entries of a journal arrive in one statement and sum to zero per currency,
-- carry their account's currency, and are never changed or removed afterwards.
create function ledger_entries_balanced() returns trigger language plpgsql as $$
begin
  if exists (select 1 from added group by journal_id, currency having sum(amount) <> 0) then
    raise exception 'ledger: entries of a journal must sum to zero per currency' using errcode = 'check_violation';
  end if;
  if exists (select 1 from added a join ledger_accounts l on l.id = a.account_id where l.currency <> a.currency) then
    raise exception 'ledger: an entry must have its account''s currency' using errcode = 'check_violation';
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger ledger_entries_balanced after insert on ledger_entries
  referencing new table as added for each statement execute function ledger_entries_balanced();
--> statement-breakpoint
create function ledger_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'ledger: % is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
--> statement-breakpoint
create trigger ledger_entries_append_only before update or delete or truncate on ledger_entries
  for each statement execute function ledger_append_only();
--> statement-breakpoint
create trigger ledger_journals_append_only before update or delete or truncate on ledger_journals
  for each statement execute function ledger_append_only();
