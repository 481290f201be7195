/** Closed vocabularies of the database. Text columns, so a new value needs no migration of a type. */
export const LOCALES = ["en", "ru"] as const;
export type Locale = (typeof LOCALES)[number];

/** Roles that come with the product. The owner is the super admin; others are made by operators. */
export const BUILTIN_ROLES = ["owner", "admin", "support", "analyst"] as const;
export type BuiltinRole = (typeof BUILTIN_ROLES)[number];

export const TRAFFIC_STRATEGIES = ["NO_RESET", "DAY", "WEEK", "MONTH", "MONTH_ROLLING"] as const;
export type TrafficStrategy = (typeof TRAFFIC_STRATEGIES)[number];

export const PLAN_AUDIENCES = ["all", "new", "existing", "hidden"] as const;
export type PlanAudience = (typeof PLAN_AUDIENCES)[number];

export const ORDER_KINDS = ["new", "renew", "upgrade", "addon", "topup"] as const;
export type OrderKind = (typeof ORDER_KINDS)[number];

export const ORDER_STATUSES = ["pending", "paid", "fulfilled", "expired", "cancelled"] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** `auto`: automatic renewal. */
export const ORDER_SOURCES = ["bot", "miniapp", "admin", "auto", "demo"] as const;
export type OrderSource = (typeof ORDER_SOURCES)[number];

/** `held`: money arrived that may not be settled by itself (too little, wrong currency); a person decides. */
export const PAYMENT_STATUSES = [
  "created",
  "pending",
  "paid",
  "held",
  "failed",
  "expired",
] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

export const GATEWAY_EVENT_STATUSES = [
  "received",
  "processed",
  "ignored",
  "failed",
  "dead",
] as const;
export type GatewayEventStatus = (typeof GATEWAY_EVENT_STATUSES)[number];

export const REFUND_STATUSES = ["requested", "processing", "done", "failed"] as const;
export type RefundStatus = (typeof REFUND_STATUSES)[number];

export const SUBSCRIPTION_STATUSES = [
  "pending",
  "trial",
  "active",
  "limited",
  "expired",
  "disabled",
  "cancelled",
] as const;
export type SubscriptionStatus = (typeof SUBSCRIPTION_STATUSES)[number];

export const SUBSCRIPTION_ORIGINS = ["purchase", "trial", "gift", "import"] as const;
export type SubscriptionOrigin = (typeof SUBSCRIPTION_ORIGINS)[number];

export const PANEL_USER_STATUSES = ["ACTIVE", "DISABLED", "LIMITED", "EXPIRED"] as const;
export type PanelUserStatus = (typeof PANEL_USER_STATUSES)[number];

/** `rejected` is terminal: the panel refused the promise as it stands, and somebody must change it. */
export const PROVISIONING_STATES = ["idle", "queued", "waiting", "rejected"] as const;
export type ProvisioningState = (typeof PROVISIONING_STATES)[number];

export const SYNC_KINDS = ["periodic", "manual", "import"] as const;
export type SyncKind = (typeof SYNC_KINDS)[number];

export const SYNC_STATUSES = ["running", "completed", "failed", "refused"] as const;
export type SyncStatus = (typeof SYNC_STATUSES)[number];

export const IMPORT_DECISIONS = ["create", "link", "conflict", "ignore"] as const;
export type ImportDecision = (typeof IMPORT_DECISIONS)[number];

export const NOTIFICATION_STATUSES = ["queued", "sent", "skipped", "blocked", "failed"] as const;
export type NotificationStatus = (typeof NOTIFICATION_STATUSES)[number];

export const ACCOUNT_KINDS = [
  "customer_credit",
  "gateway_clearing",
  "revenue",
  "refunds",
  "suspense",
  "promo_expense",
  "commission_expense",
  "partner_pending",
  "partner_payable",
  "partner_in_payout",
  "credit_reserved",
  "partner_debt",
  "fee_income",
  "referral_expense",
] as const;
export type AccountKind = (typeof ACCOUNT_KINDS)[number];

export const ALERT_SEVERITIES = ["info", "warning", "critical"] as const;
export type AlertSeverity = (typeof ALERT_SEVERITIES)[number];

export const ADDON_KINDS = ["traffic", "devices"] as const;
export type AddonKind = (typeof ADDON_KINDS)[number];

export const PROMO_KINDS = ["percent", "fixed", "trial_days", "special"] as const;
export type PromoKind = (typeof PROMO_KINDS)[number];

/** `honoured`: paid after the code had run out meanwhile; what was quoted was granted, counted apart. */
export const REDEMPTION_STATUSES = ["reserved", "consumed", "released", "honoured"] as const;
export type RedemptionStatus = (typeof REDEMPTION_STATUSES)[number];

export const TRIAL_CLAIM_STATUSES = ["reserved", "consumed", "released"] as const;
export type TrialClaimStatus = (typeof TRIAL_CLAIM_STATUSES)[number];

export const REWARD_KINDS = ["first_purchase", "renewal"] as const;
export type RewardKind = (typeof REWARD_KINDS)[number];

/** `held` waits for an operator's review of fraud signals. */
export const REWARD_STATUSES = ["pending", "held", "granted", "reversed", "rejected"] as const;
export type RewardStatus = (typeof REWARD_STATUSES)[number];

export const PARTNER_STATUSES = ["applied", "active", "suspended", "rejected"] as const;
export type PartnerStatus = (typeof PARTNER_STATUSES)[number];

export const COMMISSION_KINDS = ["direct", "override", "bonus"] as const;
export type CommissionKind = (typeof COMMISSION_KINDS)[number];

export const COMMISSION_STATUSES = ["pending", "payable", "reversed"] as const;
export type CommissionStatus = (typeof COMMISSION_STATUSES)[number];

export const PAYOUT_STATUSES = [
  "requested",
  "approved",
  "processing",
  "paid",
  "rejected",
  "failed",
] as const;
export type PayoutStatus = (typeof PAYOUT_STATUSES)[number];

export const RENEWAL_OUTCOMES = ["pending", "succeeded", "failed", "skipped"] as const;
export type RenewalOutcome = (typeof RENEWAL_OUTCOMES)[number];

/** What an operator is warned of; each has its words in `messages/<locale>/monitoring.json`. */
export const ALERT_KINDS = [
  "audit_broken",
  "charge_unanswered",
  "commission_no_rate",
  "gateway_event_dead",
  "ledger_difference",
  "node_down",
  "order_not_fulfilled",
  "panel_notice",
  "panel_unreachable",
  "panel_webhook_refused",
  "payment_duplicate",
  "payment_held",
  "payment_unknown",
  "payout_no_funds",
  "payout_refused",
  "payout_sent_after_end",
  "promo_honoured",
  "provider_renewal",
  "provisioning_rejected",
  "referral_held",
  "refund_failed",
  "refund_of_changed_plan",
  "session_reuse",
  "sync_failed",
  "webhook_refused",
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];
