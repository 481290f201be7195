ALTER TABLE "customer_sessions" ADD COLUMN "opened_by" text DEFAULT 'telegram' NOT NULL;--> statement-breakpoint
ALTER TABLE "customer_sessions" ADD COLUMN "last_used_at" timestamp (3) with time zone;