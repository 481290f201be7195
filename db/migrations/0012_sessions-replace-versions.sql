ALTER TABLE "admins" DROP COLUMN "session_version";--> statement-breakpoint
ALTER TABLE "admins" DROP COLUMN "failed_sign_ins";--> statement-breakpoint
ALTER TABLE "admins" DROP COLUMN "locked_until";