ALTER TABLE "payouts" ADD COLUMN "sent_amount" bigint;--> statement-breakpoint
ALTER TABLE "payouts" ADD COLUMN "sent_currency" text;