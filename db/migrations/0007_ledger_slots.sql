DROP INDEX "ledger_accounts_key";--> statement-breakpoint
ALTER TABLE "ledger_accounts" ADD COLUMN "slot" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_accounts_key" ON "ledger_accounts" USING btree ("kind","owner","currency","slot");--> statement-breakpoint
ALTER TABLE "ledger_accounts" ADD CONSTRAINT "ledger_accounts_slot" CHECK (slot >= 0 and (may_be_negative or slot = 0));