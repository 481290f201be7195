DROP INDEX "bulk_runs_created_idx";--> statement-breakpoint
ALTER TABLE "bulk_runs" ADD COLUMN "selection" jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "bulk_runs" ADD COLUMN "skipped" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "bulk_runs" ADD COLUMN "client_key" text NOT NULL;--> statement-breakpoint
ALTER TABLE "bulk_runs" ADD COLUMN "undoes" text;--> statement-breakpoint
CREATE UNIQUE INDEX "bulk_runs_client_key" ON "bulk_runs" USING btree ("created_by","client_key");--> statement-breakpoint
CREATE UNIQUE INDEX "bulk_runs_undoes_key" ON "bulk_runs" USING btree ("undoes");--> statement-breakpoint
CREATE INDEX "customers_tagged_idx" ON "customers" USING btree ("id") WHERE cardinality(tags) > 0;--> statement-breakpoint
CREATE INDEX "panel_events_username_idx" ON "panel_events" USING btree ((data ->> 'username'),"occurred_at");--> statement-breakpoint
CREATE INDEX "bulk_runs_created_idx" ON "bulk_runs" USING btree ("created_at","id");--> statement-breakpoint
ALTER TABLE "bulk_items" DROP COLUMN "undone";--> statement-breakpoint
-- What stood in the one note a person could have becomes the first of many, by whoever wrote it last.
INSERT INTO "customer_notes" ("id", "customer_id", "author_id", "text", "created_at", "updated_at")
SELECT 'nte_' || substring(c.id FROM 5), c.id, coalesce(a.actor_id, 'system'), c.note, coalesce(a.at, c.created_at), coalesce(a.at, c.created_at)
FROM "customers" c
LEFT JOIN LATERAL (
	SELECT actor_id, at FROM "audit_log"
	WHERE subject_type = 'customer' AND subject_id = c.id AND action = 'customers.updateNote'
	ORDER BY at DESC LIMIT 1
) a ON true
WHERE c.note <> '';--> statement-breakpoint
ALTER TABLE "customers" DROP COLUMN "note";