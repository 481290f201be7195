import { sql } from "drizzle-orm";

/** Whose code it is. Whoever is suspended or only tries the shop invites nobody. */
export const inviterBy = (code: string) => sql`(
  select id from customers c where referral_code = ${code} and suspended_at is null and (
    not exists (select from subscriptions s where s.customer_id = c.id)
    or exists (select from subscriptions s where s.customer_id = c.id and not s.is_trial)
  )
)`;
