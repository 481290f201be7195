CREATE TABLE "addon_prices" (
	"addon_id" text NOT NULL,
	"currency" text NOT NULL,
	"amount" bigint NOT NULL,
	CONSTRAINT "addon_prices_addon_id_currency_pk" PRIMARY KEY("addon_id","currency")
);
--> statement-breakpoint
CREATE TABLE "addons" (
	"id" text PRIMARY KEY NOT NULL,
	"name" jsonb NOT NULL,
	"kind" text NOT NULL,
	"quantity" bigint NOT NULL,
	"recurring" boolean NOT NULL,
	"plan_ids" text[] DEFAULT '{}' NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	"archived_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "partner_commissions" (
	"id" text PRIMARY KEY NOT NULL,
	"partner_id" text NOT NULL,
	"kind" text NOT NULL,
	"order_id" text DEFAULT '' NOT NULL,
	"customer_id" text,
	"source_partner_id" text,
	"level" integer,
	"rate_bp" integer NOT NULL,
	"base_amount" bigint NOT NULL,
	"base_currency" text NOT NULL,
	"fx_rate_micros" bigint NOT NULL,
	"amount" bigint NOT NULL,
	"reversed" bigint DEFAULT 0 NOT NULL,
	"currency" text NOT NULL,
	"status" text DEFAULT 'pending' NOT NULL,
	"payable_at" timestamp (3) with time zone NOT NULL,
	"released_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "partner_commissions_amounts" CHECK (amount >= 0 and reversed >= 0 and reversed <= amount)
);
--> statement-breakpoint
CREATE TABLE "partners" (
	"id" text PRIMARY KEY NOT NULL,
	"customer_id" text NOT NULL,
	"status" text DEFAULT 'applied' NOT NULL,
	"parent_id" text,
	"currency" text NOT NULL,
	"level" integer DEFAULT 0 NOT NULL,
	"terms" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"application" text DEFAULT '' NOT NULL,
	"decision_reason" text DEFAULT '' NOT NULL,
	"payout_method" text,
	"sealed_payout_details" text,
	"auto_payout" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"approved_at" timestamp (3) with time zone,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "partners_customer_id_unique" UNIQUE("customer_id")
);
--> statement-breakpoint
CREATE TABLE "payouts" (
	"id" text PRIMARY KEY NOT NULL,
	"partner_id" text NOT NULL,
	"method" text NOT NULL,
	"amount" bigint NOT NULL,
	"fee" bigint DEFAULT 0 NOT NULL,
	"currency" text NOT NULL,
	"status" text DEFAULT 'requested' NOT NULL,
	"idempotency_key" text NOT NULL,
	"automatic" boolean DEFAULT false NOT NULL,
	"sealed_details" text,
	"reference" text,
	"reason" text DEFAULT '' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"decided_by" text,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"approved_at" timestamp (3) with time zone,
	"processing_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "payouts_idempotency_key_unique" UNIQUE("idempotency_key"),
	CONSTRAINT "payouts_amount" CHECK (amount > 0 and fee >= 0 and fee <= amount)
);
--> statement-breakpoint
CREATE TABLE "renewal_attempts" (
	"id" text PRIMARY KEY NOT NULL,
	"subscription_id" text NOT NULL,
	"period_end" timestamp (3) with time zone NOT NULL,
	"step" integer NOT NULL,
	"method" text,
	"order_id" text,
	"payment_id" text,
	"outcome" text DEFAULT 'pending' NOT NULL,
	"reason" text,
	"attempted_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "saved_methods" (
	"id" text PRIMARY KEY NOT NULL,
	"customer_id" text NOT NULL,
	"gateway" text NOT NULL,
	"sealed_token" text NOT NULL,
	"token_hash" text NOT NULL,
	"label" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"removed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "promo_codes" (
	"id" text PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"kind" text NOT NULL,
	"percent_bp" integer,
	"amounts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"trial_days" integer,
	"special" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"max_uses" integer,
	"per_person" integer DEFAULT 1 NOT NULL,
	"valid_from" timestamp (3) with time zone,
	"valid_until" timestamp (3) with time zone,
	"plan_ids" text[] DEFAULT '{}' NOT NULL,
	"duration_days" integer[] DEFAULT '{}' NOT NULL,
	"groups" text[] DEFAULT '{}' NOT NULL,
	"min_order" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"new_customers_only" boolean DEFAULT false NOT NULL,
	"stacks" boolean DEFAULT true NOT NULL,
	"uses" integer DEFAULT 0 NOT NULL,
	"batch" text,
	"note" text DEFAULT '' NOT NULL,
	"archived_at" timestamp (3) with time zone,
	"created_by" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "promo_codes_code_unique" UNIQUE("code"),
	CONSTRAINT "promo_codes_uses" CHECK (uses >= 0 and (max_uses is null or uses <= max_uses)),
	CONSTRAINT "promo_codes_percent" CHECK (percent_bp is null or percent_bp between 1 and 10000)
);
--> statement-breakpoint
CREATE TABLE "promo_redemptions" (
	"id" text PRIMARY KEY NOT NULL,
	"promo_code_id" text NOT NULL,
	"customer_id" text NOT NULL,
	"order_id" text,
	"subscription_id" text,
	"status" text NOT NULL,
	"discount" bigint DEFAULT 0 NOT NULL,
	"currency" text,
	"nth" integer NOT NULL,
	"reserved_at" timestamp (3) with time zone NOT NULL,
	"consumed_at" timestamp (3) with time zone,
	"released_at" timestamp (3) with time zone,
	CONSTRAINT "promo_redemptions_order_id_unique" UNIQUE("order_id")
);
--> statement-breakpoint
CREATE TABLE "referral_campaigns" (
	"id" text PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"customer_id" text,
	"archived_at" timestamp (3) with time zone,
	"created_by" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "referral_campaigns_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "referral_clicks" (
	"code" text NOT NULL,
	"campaign" text DEFAULT '' NOT NULL,
	"day" date NOT NULL,
	"clicks" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "referral_clicks_code_campaign_day_pk" PRIMARY KEY("code","campaign","day")
);
--> statement-breakpoint
CREATE TABLE "referral_rewards" (
	"id" text PRIMARY KEY NOT NULL,
	"referral_id" text NOT NULL,
	"customer_id" text NOT NULL,
	"kind" text NOT NULL,
	"order_id" text NOT NULL,
	"status" text DEFAULT 'pending' NOT NULL,
	"days" integer DEFAULT 0 NOT NULL,
	"subscription_id" text,
	"amount" bigint DEFAULT 0 NOT NULL,
	"reversed" bigint DEFAULT 0 NOT NULL,
	"currency" text,
	"signals" text[] DEFAULT '{}' NOT NULL,
	"decided_by" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"granted_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "referrals" (
	"id" text PRIMARY KEY NOT NULL,
	"referrer_id" text NOT NULL,
	"referee_id" text NOT NULL,
	"code" text NOT NULL,
	"campaign" text DEFAULT '' NOT NULL,
	"signed_up_at" timestamp (3) with time zone NOT NULL,
	"first_order_id" text,
	"first_purchase_at" timestamp (3) with time zone,
	CONSTRAINT "referrals_referee_id_unique" UNIQUE("referee_id")
);
--> statement-breakpoint
CREATE TABLE "subscription_addons" (
	"id" text PRIMARY KEY NOT NULL,
	"subscription_id" text NOT NULL,
	"addon_id" text NOT NULL,
	"name" jsonb NOT NULL,
	"kind" text NOT NULL,
	"quantity" bigint NOT NULL,
	"recurring" boolean NOT NULL,
	"order_id" text,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"cancelled_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "trial_claims" (
	"id" text PRIMARY KEY NOT NULL,
	"customer_id" text NOT NULL,
	"nth" integer NOT NULL,
	"status" text DEFAULT 'reserved' NOT NULL,
	"subscription_id" text,
	"order_id" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"consumed_at" timestamp (3) with time zone,
	"released_at" timestamp (3) with time zone,
	"converted_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "orders" DROP CONSTRAINT "orders_amounts";--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "pending_promo_code" text;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "groups" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "refunded_credit" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "save_method" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "saved_method_id" text;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "plan_traffic_limit_bytes" bigint;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "plan_device_limit" integer;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "auto_renew" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "auto_renew_changed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "addon_prices" ADD CONSTRAINT "addon_prices_addon_id_addons_id_fk" FOREIGN KEY ("addon_id") REFERENCES "public"."addons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "partner_commissions" ADD CONSTRAINT "partner_commissions_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "partners" ADD CONSTRAINT "partners_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "partners" ADD CONSTRAINT "partners_parent_id_partners_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_methods" ADD CONSTRAINT "saved_methods_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promo_redemptions" ADD CONSTRAINT "promo_redemptions_promo_code_id_promo_codes_id_fk" FOREIGN KEY ("promo_code_id") REFERENCES "public"."promo_codes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promo_redemptions" ADD CONSTRAINT "promo_redemptions_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referral_campaigns" ADD CONSTRAINT "referral_campaigns_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referral_rewards" ADD CONSTRAINT "referral_rewards_referral_id_referrals_id_fk" FOREIGN KEY ("referral_id") REFERENCES "public"."referrals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referral_rewards" ADD CONSTRAINT "referral_rewards_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referrals" ADD CONSTRAINT "referrals_referrer_id_customers_id_fk" FOREIGN KEY ("referrer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referrals" ADD CONSTRAINT "referrals_referee_id_customers_id_fk" FOREIGN KEY ("referee_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscription_addons" ADD CONSTRAINT "subscription_addons_subscription_id_subscriptions_id_fk" FOREIGN KEY ("subscription_id") REFERENCES "public"."subscriptions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trial_claims" ADD CONSTRAINT "trial_claims_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "partner_commissions_order_key" ON "partner_commissions" USING btree ("order_id","partner_id","kind") WHERE order_id <> '';--> statement-breakpoint
CREATE UNIQUE INDEX "partner_commissions_bonus_key" ON "partner_commissions" USING btree ("partner_id","level") WHERE kind = 'bonus';--> statement-breakpoint
CREATE INDEX "partner_commissions_partner_idx" ON "partner_commissions" USING btree ("partner_id","created_at");--> statement-breakpoint
CREATE INDEX "partner_commissions_due_idx" ON "partner_commissions" USING btree ("payable_at") WHERE status = 'pending';--> statement-breakpoint
CREATE INDEX "partners_parent_idx" ON "partners" USING btree ("parent_id");--> statement-breakpoint
CREATE INDEX "partners_created_idx" ON "partners" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "payouts_partner_idx" ON "payouts" USING btree ("partner_id","requested_at");--> statement-breakpoint
CREATE INDEX "payouts_requested_idx" ON "payouts" USING btree ("requested_at","id");--> statement-breakpoint
CREATE INDEX "payouts_open_idx" ON "payouts" USING btree ("requested_at") WHERE status in ('requested', 'approved', 'processing');--> statement-breakpoint
CREATE UNIQUE INDEX "renewal_attempts_step_key" ON "renewal_attempts" USING btree ("subscription_id","period_end","step");--> statement-breakpoint
CREATE INDEX "renewal_attempts_payment_idx" ON "renewal_attempts" USING btree ("payment_id");--> statement-breakpoint
CREATE INDEX "renewal_attempts_open_idx" ON "renewal_attempts" USING btree ("attempted_at") WHERE outcome = 'pending';--> statement-breakpoint
CREATE UNIQUE INDEX "saved_methods_token_key" ON "saved_methods" USING btree ("customer_id","token_hash");--> statement-breakpoint
CREATE INDEX "saved_methods_hash_idx" ON "saved_methods" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "promo_codes_created_idx" ON "promo_codes" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "promo_codes_batch_idx" ON "promo_codes" USING btree ("batch");--> statement-breakpoint
CREATE UNIQUE INDEX "promo_redemptions_nth_key" ON "promo_redemptions" USING btree ("promo_code_id","customer_id","nth") WHERE status in ('reserved', 'consumed');--> statement-breakpoint
CREATE INDEX "promo_redemptions_code_idx" ON "promo_redemptions" USING btree ("promo_code_id","reserved_at");--> statement-breakpoint
CREATE INDEX "promo_redemptions_customer_idx" ON "promo_redemptions" USING btree ("customer_id","reserved_at");--> statement-breakpoint
CREATE INDEX "referral_campaigns_customer_idx" ON "referral_campaigns" USING btree ("customer_id");--> statement-breakpoint
CREATE UNIQUE INDEX "referral_rewards_key" ON "referral_rewards" USING btree ("referral_id","kind","order_id");--> statement-breakpoint
CREATE INDEX "referral_rewards_customer_idx" ON "referral_rewards" USING btree ("customer_id","created_at");--> statement-breakpoint
CREATE INDEX "referral_rewards_order_idx" ON "referral_rewards" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "referral_rewards_open_idx" ON "referral_rewards" USING btree ("created_at") WHERE status in ('pending', 'held');--> statement-breakpoint
CREATE INDEX "referrals_referrer_idx" ON "referrals" USING btree ("referrer_id","signed_up_at");--> statement-breakpoint
CREATE INDEX "referrals_signed_up_idx" ON "referrals" USING btree ("signed_up_at");--> statement-breakpoint
CREATE INDEX "subscription_addons_subscription_idx" ON "subscription_addons" USING btree ("subscription_id","starts_at");--> statement-breakpoint
CREATE INDEX "subscription_addons_order_idx" ON "subscription_addons" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "subscription_addons_ending_idx" ON "subscription_addons" USING btree ("ends_at") WHERE ended_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "trial_claims_nth_key" ON "trial_claims" USING btree ("customer_id","nth") WHERE status in ('reserved', 'consumed');--> statement-breakpoint
CREATE UNIQUE INDEX "trial_claims_subscription_key" ON "trial_claims" USING btree ("subscription_id");--> statement-breakpoint
CREATE INDEX "trial_claims_created_idx" ON "trial_claims" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "subscriptions_auto_renew_idx" ON "subscriptions" USING btree ("expires_at") WHERE auto_renew;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_amounts" CHECK (total >= 0 and refunded >= 0 and discount >= 0 and credit >= 0 and refunded_credit >= 0);