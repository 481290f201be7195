import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { customers } from "@/db/schema/customers";
import type { Ctx } from "@/server/core/context";
import { env, provideEnv } from "@/server/core/env";
import { encrypt } from "@/server/core/sealing";
import { sealAudit, verifyAudit } from "@/server/domains/audit";
import { adjustCredit, customerCredit } from "@/server/domains/ledger";
import { provisionSubscription } from "@/server/domains/remnawave";
import { permissionsOf } from "@/server/rules/permissions";
import { panelShop } from "@/server/testing/panel-shop";
import {
  addNote,
  createCustomerSession,
  erasePerson,
  exportPerson,
  upsertTelegramCustomer,
} from ".";

const { ctx, db, sql, panel, grant, grantOf } = await panelShop();

/** Stands for everything that says who somebody is. */
const MARK = "zaphodbee";
const TELEGRAM = 4_242_424_242n;

/** Where in the database a text is, in whatever column it may be. */
async function placesOf(text: string): Promise<string[]> {
  const columns = await sql<{ table: string; column: string }[]>`
    select c.table_name as table, c.column_name as column from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE'`;
  const found: string[] = [];
  for (const { table, column } of columns) {
    const [hit] = await sql`select 1 from ${sql(table)}
      where strpos(lower(${sql(column)}::text), ${text.toLowerCase()}) > 0
        or (pg_typeof(${sql(column)}) = 'bytea'::regtype
          and strpos(lower(${sql(column)}::text), encode(convert_to(${text}, 'UTF8'), 'hex')) > 0) limit 1`;
    if (hit) found.push(`${table}.${column}`);
  }
  return found;
}

/** A person with something in every place where something of theirs is kept. */
async function aPersonEverywhere() {
  const { customer } = await upsertTelegramCustomer(ctx, {
    telegramId: TELEGRAM,
    username: MARK,
    firstName: MARK,
    lastName: `${MARK} the First`,
    languageCode: "en",
    startPayload: null,
  });
  const { id, referralCode } = customer;
  await db
    .update(customers)
    .set({ email: `${MARK}@example.com` })
    .where(eq(customers.id, id));
  const guest = await upsertTelegramCustomer(ctx, {
    telegramId: TELEGRAM + 1n,
    username: null,
    firstName: "Guest",
    lastName: "",
    languageCode: "en",
    startPayload: `ref_${referralCode}-${MARK}`,
  });
  const granted = await grant(grantOf(id));
  await provisionSubscription(ctx, { subscriptionId: granted.subscriptionId });
  await createCustomerSession(ctx, { customerId: id, userAgent: MARK });
  await addNote(ctx, { customerId: id, text: `calls himself ${MARK}` });
  await adjustCredit(ctx, {
    customerId: id,
    currency: "RUB",
    amount: 500n,
    reason: "for patience",
    clientKey: "for-patience",
  });
  const sealed = encrypt(JSON.stringify({ method: "crypto", network: "TRC20", address: MARK }));
  await sql.begin(async (tx) => {
    await tx`insert into notifications(id, customer_id, type, channel, dedupe_key, data) values ('ntf_1', ${id}, 'operator_message', 'telegram', ${MARK}, ${JSON.stringify({ message: MARK })})`;
    await tx`insert into orders(id, customer_id, kind, source, status, currency, subtotal, total, quote, expires_at)
      values ('ord_1', ${id}, 'new', 'bot', 'fulfilled', 'RUB', 100, 100, '{}', now())`;
    await tx`insert into payments(id, order_id, customer_id, gateway, external_id, status, amount, currency, gateway_data, pay_url, expires_at)
      values ('pay_1', 'ord_1', ${id}, 'demo', 'x1', 'paid', 100, 'RUB', ${JSON.stringify({ payer: MARK })}, ${`https://pay/${MARK}`}, now())`;
    await tx`insert into gateway_events(id, gateway, payload_hash, body, headers, status, payment_id)
      values ('gev_1', 'demo', 'h', ${Buffer.from(MARK)}, ${JSON.stringify({ x: MARK })}, 'processed', 'pay_1')`;
    await tx`insert into saved_methods(id, customer_id, gateway, sealed_token, token_hash, label)
      values ('mtd_1', ${id}, 'demo', ${sealed}, ${MARK}, ${MARK})`;
    await tx`insert into subscription_devices(subscription_id, hwid, device_model, user_agent)
      values (${granted.subscriptionId}, ${MARK}, ${MARK}, ${MARK})`;
    await tx`insert into panel_events(id, signature, scope, event, occurred_at, data, status) values ('pev_1', 's', 'user', 'user.modified', now(),
      ${JSON.stringify({ username: `x`, hwid: MARK })}::jsonb || jsonb_build_object('username', (select panel_username from subscriptions where id = ${granted.subscriptionId})), 'processed')`;
    await tx`update panel_users set description = ${MARK}, telegram_id = ${String(TELEGRAM)}`;
    await tx`insert into partners(id, customer_id, status, currency, application, sealed_payout_details, payout_method, updated_at)
      values ('prt_1', ${id}, 'active', 'USD', ${MARK}, ${sealed}, 'crypto', now())`;
    await tx`insert into payouts(id, partner_id, method, amount, currency, status, idempotency_key, sealed_details, reason, requested_at)
      values ('pyt_1', 'prt_1', 'crypto', 5000, 'USD', 'paid', 'k', ${sealed}, ${MARK}, now())`;
    await tx`insert into referral_campaigns(id, slug, name, customer_id) values ('cmp_1', ${MARK}, ${MARK}, ${id})`;
    await tx`insert into referrals(id, referrer_id, referee_id, code, campaign, signed_up_at)
      values ('ref_1', ${id}, ${guest.customer.id}, ${referralCode}, ${MARK}, now()) on conflict (referee_id) do update set campaign = ${MARK}`;
    await tx`insert into referral_clicks(code, campaign, day, clicks) values (${referralCode}, ${MARK}, '2026-01-01', 3)`;
    await tx`insert into one_time_secrets(id, purpose, subject, hash, expires_at) values ('ots_1', 'email_code', ${`${MARK}@example.com`}, 'h', now())`;
    await tx`insert into rate_limits(key, count, started_at, expires_at) values (${`email_code:${MARK}@example.com`}, 1, now(), now())`;
  });
  return { id, referralCode, subscriptionId: granted.subscriptionId };
}

const books = () => sql`select id, kind, owner, currency, balance from ledger_accounts order by id`;
const entries = () => sql`select * from ledger_entries order by id`;

describe("a person who asks to be forgotten", () => {
  it("gets everything that is kept first, and is then nowhere to be found; the books stay", async () => {
    const { id, referralCode, subscriptionId } = await aPersonEverywhere();
    await sealAudit(ctx);
    const planted = await placesOf(MARK);
    expect(planted.length).toBeGreaterThan(20);

    const file = JSON.parse((await exportPerson(ctx, { customerId: id })).json);
    expect(file).toMatchObject({
      version: 1,
      profile: [{ username: MARK, telegram_id: Number(TELEGRAM) }],
      notes: [{ text: `calls himself ${MARK}` }],
      devices: [{ hwid: MARK }],
      messages: [{ data: { message: MARK } }],
      orders: [{ id: "ord_1" }],
      payments: [{ id: "pay_1" }],
      payouts: [{ details: { address: MARK } }],
      partner: [{ payout_details: { address: MARK } }],
      invited: [{ code: referralCode }],
    });
    expect(file.ledger.length).toBeGreaterThan(0);
    expect(file.audit.length).toBeGreaterThan(0);
    expect(JSON.stringify(file)).not.toContain("token_hash");
    // With a key that is gone they get everything else.
    const { ENCRYPTION_KEY } = env();
    provideEnv({ ENCRYPTION_KEY: "fedcba9876543210".repeat(4) });
    const less = JSON.parse((await exportPerson(ctx, { customerId: id })).json);
    provideEnv({ ENCRYPTION_KEY });
    expect(less).toMatchObject({ orders: file.orders, partner: [{ payout_details: null }] });

    const before = [await books(), await entries(), await customerCredit(ctx, { customerId: id })];
    await expect(erasePerson(ctx, { customerId: id })).rejects.toMatchObject({
      code: "subscriptions_running",
      details: { count: 1 },
    });
    expect(await placesOf(MARK)).toEqual(planted);
    expect(await erasePerson(ctx, { customerId: id, endSubscriptions: true })).toEqual({
      ended: 1,
    });

    for (const text of [MARK, String(TELEGRAM), referralCode]) {
      expect([text, await placesOf(text)]).toEqual([text, []]);
    }
    expect([await books(), await entries(), await customerCredit(ctx, { customerId: id })]).toEqual(
      before,
    );
    expect((await verifyAudit(ctx)).broken).toBeNull();
    await expect(erasePerson(ctx, { customerId: id })).rejects.toMatchObject({
      code: "already_erased",
    });

    // The panel forgets them with the next delivery, and what it says then brings nothing back.
    expect(JSON.stringify([...panel.allUsers()], big)).toContain(String(TELEGRAM));
    expect(await provisionSubscription(ctx, { subscriptionId })).toMatchObject({ kind: "done" });
    expect(JSON.stringify([...panel.allUsers()], big)).not.toContain(String(TELEGRAM));
    expect(await placesOf(String(TELEGRAM))).toEqual([]);

    const again = await upsertTelegramCustomer(ctx, {
      telegramId: TELEGRAM,
      username: MARK,
      firstName: MARK,
      lastName: "",
      languageCode: "en",
      startPayload: null,
    });
    expect(again.created).toBe(true);
    expect(again.customer.id).not.toBe(id);
  });

  it("waits for money that is under way, and for an operator who showed who they are", async () => {
    const { customer } = await upsertTelegramCustomer(ctx, {
      telegramId: 77n,
      username: null,
      firstName: "A",
      lastName: "",
      languageCode: "en",
      startPayload: null,
    });
    await sql`insert into orders(id, customer_id, kind, source, status, currency, subtotal, total, quote, expires_at)
      values ('ord_2', ${customer.id}, 'new', 'bot', 'paid', 'RUB', 100, 100, '{}', now())`;
    await expect(erasePerson(ctx, { customerId: customer.id })).rejects.toMatchObject({
      code: "money_under_way",
      details: { what: "order" },
    });
    const as = (role: "admin" | "support"): Ctx => ({
      ...ctx,
      actor: {
        type: "admin",
        id: "adm_1",
        name: "A",
        permissions: permissionsOf(role),
        session: { id: "ses_1", address: "", freshUntil: null },
      },
    });
    const input = { customerId: customer.id };
    await expect(erasePerson(as("support"), input)).rejects.toMatchObject({ code: "forbidden" });
    await expect(erasePerson(as("admin"), input)).rejects.toMatchObject({
      code: "fresh_factor_needed",
    });
    await expect(exportPerson(as("support"), input)).rejects.toMatchObject({ code: "forbidden" });
  });
});

const big = (_key: string, value: unknown) => (typeof value === "bigint" ? String(value) : value);
