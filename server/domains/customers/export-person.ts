import { sql } from "drizzle-orm";
import type { z } from "zod";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { parseInput } from "@/server/core/parse";
import { decryptOrNull } from "@/server/core/sealing";
import { recordAudit } from "@/server/domains/audit";
import { getCustomerRow } from "./internal";
import { customerInput } from "./schemas";

type Rows = Record<string, unknown>[];

/** What is kept about a person, by table: everything, but for keys that open something. */
const SOURCES: Record<string, { from: string; hide?: string[] }> = {
  profile: { from: "select * from customers where id = $" },
  sessions: {
    from: "select * from customer_sessions where customer_id = $",
    hide: ["token_hash", "impersonated_by", "viewer_session_id"],
  },
  notes: { from: "select * from customer_notes where customer_id = $" },
  subscriptions: {
    from: "select * from subscriptions where customer_id = $",
    hide: ["provisioning_claim", "provisioning_claimed_until"],
  },
  subscriptionHistory: {
    from: "select h.* from subscription_status_history h join subscriptions s on s.id = h.subscription_id where s.customer_id = $ order by h.id",
  },
  grants: {
    from: "select g.* from subscription_grants g join subscriptions s on s.id = g.subscription_id where s.customer_id = $",
  },
  addons: {
    from: "select a.* from subscription_addons a join subscriptions s on s.id = a.subscription_id where s.customer_id = $",
  },
  devices: {
    from: "select d.* from subscription_devices d join subscriptions s on s.id = d.subscription_id where s.customer_id = $",
  },
  panelUsers: {
    from: "select u.* from panel_users u join subscriptions s on s.panel_id = u.panel_id where s.customer_id = $",
  },
  orders: { from: "select * from orders where customer_id = $ order by created_at" },
  payments: { from: "select * from payments where customer_id = $ order by created_at" },
  refunds: {
    from: "select r.* from refunds r join payments p on p.id = r.payment_id where p.customer_id = $",
  },
  savedPaymentMethods: {
    from: "select * from saved_methods where customer_id = $",
    hide: ["sealed_token", "token_hash"],
  },
  renewals: {
    from: "select r.* from renewal_attempts r join subscriptions s on s.id = r.subscription_id where s.customer_id = $",
  },
  ledger: {
    from: `select e.created_at, e.amount, e.currency, a.kind as account, j.kind, j.memo, j.reference_type, j.reference_id
      from ledger_accounts a join ledger_entries e on e.account_id = a.id join ledger_journals j on j.id = e.journal_id
      where a.owner in (select $ union all select id from partners where customer_id = $) order by e.id`,
  },
  messages: { from: "select * from notifications where customer_id = $ order by created_at" },
  trials: { from: "select * from trial_claims where customer_id = $" },
  promoCodes: {
    from: "select r.*, p.code from promo_redemptions r join promo_codes p on p.id = r.promo_code_id where r.customer_id = $",
  },
  /** Of those they invited, that and when; who those are is not theirs to have. */
  invited: {
    from: "select id, code, campaign, signed_up_at, first_purchase_at from referrals where referrer_id = $",
  },
  invitedBy: { from: "select code, campaign, signed_up_at from referrals where referee_id = $" },
  rewards: { from: "select * from referral_rewards where customer_id = $" },
  campaigns: { from: "select * from referral_campaigns where customer_id = $" },
  partner: { from: "select * from partners where customer_id = $" },
  commissions: {
    from: "select c.id, c.kind, c.rate_bp, c.amount, c.reversed, c.currency, c.status, c.payable_at, c.created_at from partner_commissions c join partners p on p.id = c.partner_id where p.customer_id = $",
  },
  payouts: {
    from: "select o.* from payouts o join partners p on p.id = o.partner_id where p.customer_id = $",
  },
  audit: {
    from: `select seq, at, actor_type, actor_id, action, subject_type, subject_id, before, after from audit_log
      where (subject_type = 'customer' and subject_id = $) or (actor_type = 'customer' and actor_id = $)
        or (subject_type = 'subscription' and subject_id in (select id from subscriptions where customer_id = $))
        or (subject_type = 'order' and subject_id in (select id from orders where customer_id = $))
        or (subject_type = 'payment' and subject_id in (select id from payments where customer_id = $))
        or (subject_type = 'partner' and subject_id in (select id from partners where customer_id = $))
      order by seq`,
  },
};

const PERSON_EXPORT_VERSION = 1;

/** Everything kept about a person, as one JSON text. That it was taken is written down. */
export async function exportPerson(
  ctx: Ctx,
  input: z.input<typeof customerInput>,
): Promise<{ filename: string; json: string }> {
  requirePermission(ctx, "customers.export");
  const { customerId } = parseInput(customerInput, input);
  return inTransaction(ctx, async (tx) => {
    await getCustomerRow(tx, customerId);
    const data: Record<string, Rows> = {};
    for (const [name, { from, hide = [] }] of Object.entries(SOURCES)) {
      const parts = from.split("$").map((part) => sql.raw(part));
      const query = sql.join(parts, sql`${customerId}::text`);
      const rows = await tx.db.execute<{ row: Record<string, unknown> }>(
        sql`select to_jsonb(x) as row from (${query}) x`,
      );
      data[name] = rows.map(({ row }) => without(row, hide));
    }
    await recordAudit(tx, {
      action: "customers.export",
      subject: { type: "customer", id: customerId },
    });
    const at = tx.clock().toISOString();
    const head = { version: PERSON_EXPORT_VERSION, exportedAt: at, customerId };
    return {
      filename: `${customerId}-${at.slice(0, 10)}.json`,
      json: JSON.stringify({ ...head, ...data }, null, 2),
    };
  });
}

/** Null where no known key opens it: everything else is theirs nevertheless. */
const opened = (sealed: unknown): unknown =>
  JSON.parse((typeof sealed === "string" && decryptOrNull(sealed)) || "null");

/** Payout details are the person's own, so they are opened; other keys stay out. */
function without(row: Record<string, unknown>, hide: string[]): Record<string, unknown> {
  const shown = Object.entries(row).filter(([name]) => !hide.includes(name));
  return Object.fromEntries(
    shown.map(([name, value]) =>
      name.startsWith("sealed_") ? [name.slice("sealed_".length), opened(value)] : [name, value],
    ),
  );
}
