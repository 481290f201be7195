ALTER TABLE "subscription_devices" ADD COLUMN "drop_requested_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "provisioning_claim" text;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "provisioning_claimed_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "announced_revision" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "sync_drift_open_key" ON "sync_drift" USING btree ("subscription_id","field") WHERE repaired_at is null;