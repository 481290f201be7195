import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { systemContext } from "@/server/core/context";
import { exportReport } from "@/server/domains/analytics";
import { customerCredit, getBalance } from "@/server/domains/ledger";
import { tellPayout } from "@/server/domains/notifications";
import { updateSettingsGroup } from "@/server/domains/settings";
import { permissionsOf } from "@/server/rules/permissions";
import { startCryptoPay } from "@/server/testing/gateways/crypto-pay";
import {
  approvePayouts,
  failPayout,
  getPayoutDetail,
  listPayouts,
  listPayoutsForBank,
  listStrandedPayouts,
  markPayoutPaid,
  quotePayout,
  rejectPayout,
  releaseCommissions,
  requestPayout,
  retryPayout,
  runAutoPayouts,
  sendPayout,
  setPayoutMethod,
  setTerms,
  settleCommissions,
  startPayout,
  summarizePayouts,
  suspendPartner,
  testPayoutProvider,
} from ".";
import { partnerShop } from "./testing/partner-shop";

const shop = await partnerShop();
const { ctx, sql } = shop;
const provider = await startCryptoPay();
afterAll(() => provider.stop());
const { token, baseUrl } = provider.settings;
await updateSettingsGroup(ctx, {
  id: "payout.crypto_pay",
  values: { enabled: true, token: String(token), baseUrl: String(baseUrl) },
});
await shop.setProgram({ cryptoMinimum: 500, bankMinimum: 500 });
await sql`insert into fx_rates (day, from_currency, to_currency, rate_micros, source, stored_at)
  select to_char(d, 'YYYY-MM-DD')::date, 'RUB', 'USDT', 11000, 'test', now()
  from generate_series('2026-06-01'::date, '2027-12-31', '1 day') d`;
beforeEach(() => {
  provider.setMood("ok");
  provider.setBalance("1000");
});

let keys = 0;
const ask = (partnerId: string, amount?: bigint) => {
  keys += 1;
  return requestPayout(ctx, { partnerId, amount, clientKey: `request-${keys}` });
};
const approve = (payoutId: string) => approvePayouts(ctx, { payoutIds: [payoutId] });
const statusOf = async (payoutId: string) => (await getPayoutDetail(ctx, { payoutId })).status;
const wallet = { method: "crypto", network: "cryptobot" } as const;
const sentTo = (payoutId: string) =>
  provider.transfers().filter(({ spend_id }) => spend_id === payoutId);

describe("a request", () => {
  it("never takes more than there is, fifty at once", async () => {
    const partner = await shop.earner(10);
    const asked = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) =>
        requestPayout(ctx, { partnerId: partner.id, amount: 700n, clientKey: `at-once-${index}` }),
      ),
    );
    expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(7);
    for (const one of asked) {
      if (one.status === "rejected")
        expect(one.reason).toMatchObject({ code: "insufficient_funds" });
    }
    expect(await shop.balances(partner.id)).toMatchObject({ payable: 100n, inPayout: 4_900n });
    expect(await shop.provesBalances()).toEqual([]);
  });

  it("with the same key is the same payout, fifty at once", async () => {
    const partner = await shop.earner(4);
    const same = { partnerId: partner.id, amount: 500n, clientKey: "pressed-twice" };
    const all = await Promise.all(Array.from({ length: 50 }, () => requestPayout(ctx, same)));
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect(await shop.balances(partner.id)).toMatchObject({ payable: 1_500n, inPayout: 500n });
  });

  it.each([
    [{ method: "crypto", network: "trc20", address: "" }, "payout_address_empty"],
    [{ method: "crypto", network: "trc20", address: "0xdead" }, "payout_address_trc20"],
    [
      { method: "crypto", network: "trc20", address: "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u" },
      "payout_address_trc20",
    ],
    [{ method: "crypto", network: "ton", address: "EQabc" }, "payout_address_ton"],
    [{ method: "bank_transfer", form: "iban", account: "" }, "payout_account_empty"],
    [{ method: "bank_transfer", form: "iban", account: "DE00" }, "payout_account_iban"],
    [{ method: "bank_transfer", form: "card", account: "4242" }, "payout_account_card"],
    [{ method: "bank_transfer", form: "phone", account: "911" }, "payout_account_phone"],
    [
      { method: "bank_transfer", form: "phone", account: "+7 912 345-67-89" },
      "payout_holder_empty",
    ],
  ] as const)("has somewhere to go: %j is refused", async (details, code) => {
    const partner = await shop.aPartner();
    await expect(ask(partner.id)).rejects.toMatchObject({ code: "payout_method_missing" });
    await expect(setPayoutMethod(ctx, { partnerId: partner.id, details })).rejects.toMatchObject({
      code,
      kind: "validation",
    });
  });

  it("keeps where to encrypted, and shows it to those who pay only", async () => {
    const partner = await shop.earner(2, {
      method: "crypto",
      network: "trc20",
      address: "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
    });
    expect(partner.payoutTo).toBe("TRC20 TR7N…Lj6t");
    const { id } = await ask(partner.id);
    const [row] = await sql`select sealed_details from payouts where id = ${id}`;
    expect(row?.sealed_details).not.toContain("TR7N");
    const [log] = await sql`select after from audit_log where action = 'partners.setPayoutMethod'
      and subject_id = ${partner.id}`;
    expect(JSON.stringify(log)).not.toContain("jeKQxGTCi8q8ZY4pL8otSzgj");
    const analyst = {
      type: "admin",
      id: "adm_1",
      name: "A",
      permissions: permissionsOf("analyst"),
    } as const;
    const seen = await getPayoutDetail({ ...ctx, actor: analyst }, { payoutId: id });
    expect(seen).toMatchObject({ details: null, to: "TRC20 TR7N…Lj6t", sendable: false });
    await expect(listPayoutsForBank({ ...ctx, actor: analyst }, {})).rejects.toMatchObject({
      kind: "forbidden",
    });
    const file = { report: "payouts", format: "csv", filters: { partnerId: partner.id } } as const;
    const { stream } = await exportReport(ctx, file);
    expect((await stream.toArray()).join("")).toContain(
      `${id},requested,crypto,trc20,TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t,,,10.00,RUB`,
    );
    await expect(exportReport({ ...ctx, actor: analyst }, file)).rejects.toMatchObject({
      kind: "forbidden",
    });
    const bank = await listPayoutsForBank(ctx, { partnerId: partner.id });
    expect(bank.rows[0]?.details).toMatchObject({ address: "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t" });
  });

  it("is above the minimum, within the balance, and of an active partner", async () => {
    const partner = await shop.earner(2);
    await expect(ask(partner.id, 499n)).rejects.toMatchObject({ code: "payout_below_minimum" });
    await expect(ask(partner.id, 1_001n)).rejects.toMatchObject({ code: "insufficient_funds" });
    await expect(ask(partner.id, 0n)).rejects.toMatchObject({ kind: "validation" });
    await expect(ask(partner.id, -5n)).rejects.toMatchObject({ kind: "validation" });
    await suspendPartner(ctx, { partnerId: partner.id, reason: "looks odd" });
    await expect(ask(partner.id)).rejects.toMatchObject({ code: "partner_not_active" });
  });

  it("costs what was shown: a fee on what is not waived this month", async () => {
    const partner = await shop.earner(40);
    await shop.setProgram({ bankFeeBp: 300 });
    await setTerms(ctx, {
      partnerId: partner.id,
      directBp: null,
      overrideBp: null,
      holdDays: null,
      waivedFeeAmount: 5_000n,
    });
    const quote = await quotePayout(ctx, { partnerId: partner.id, amount: 10_000n });
    expect(quote).toMatchObject({ fee: { amount: 150n }, net: { amount: 9_850n } });
    expect(await ask(partner.id, 10_000n)).toMatchObject({ fee: { amount: 150n } });
    expect(await ask(partner.id, 10_000n)).toMatchObject({ fee: { amount: 300n } });
    await shop.setProgram({ bankFeeBp: 0 });
  });

  it("as credit arrives at once", async () => {
    const partner = await shop.earner(2, { method: "service_credit" });
    expect(await ask(partner.id, 300n)).toMatchObject({ status: "paid", to: "" });
    expect(await customerCredit(ctx, { customerId: partner.customerId })).toEqual([
      { currency: "RUB", amount: 300n },
    ]);
    expect(await shop.balances(partner.id)).toMatchObject({ payable: 700n, inPayout: 0n });
  });

  it("is nobody else's to see or make", async () => {
    const partner = await shop.earner(2);
    const stranger = shop.asCustomer((await shop.aPartner()).customerId);
    const wish = { partnerId: partner.id, clientKey: "not-mine-1" };
    await expect(requestPayout(stranger, wish)).rejects.toMatchObject({ kind: "not_found" });
    await expect(listPayouts(stranger, { partnerId: partner.id })).rejects.toMatchObject({
      kind: "not_found",
    });
    await expect(listPayouts(stranger, {})).rejects.toMatchObject({ kind: "forbidden" });
  });
});

describe("by hand", () => {
  it("goes requested, approved, processing, paid; each told once", async () => {
    const partner = await shop.earner(2);
    const { id } = await ask(partner.id);
    expect((await summarizePayouts(ctx))[0]?.count).toBeGreaterThan(0);
    await expect(
      markPayoutPaid(ctx, { payoutId: id, reference: "too early" }),
    ).rejects.toMatchObject({ code: "payout_moved_on" });
    expect(await approve(id)).toEqual([{ payoutId: id, ok: true, code: null }]);
    expect(await approve(id)).toEqual([{ payoutId: id, ok: false, code: "payout_moved_on" }]);
    await startPayout(ctx, { payoutId: id });
    const paid = await Promise.allSettled(
      Array.from({ length: 5 }, () => markPayoutPaid(ctx, { payoutId: id, reference: "SEPA 77" })),
    );
    expect(paid.every(({ status }) => status === "fulfilled")).toBe(true);
    expect(await shop.balances(partner.id)).toMatchObject({ payable: 0n, inPayout: 0n });
    const news = await sql`select data->>'status' as status from outbox
      where name = 'partners/payout.changed' and data->>'payoutId' = ${id} order by seq`;
    expect(news.map(({ status }) => status)).toEqual([
      "requested",
      "approved",
      "processing",
      "paid",
    ]);
    for (const { status } of [...news, ...news]) await tellPayout(ctx, { payoutId: id, status });
    const told = await sql`select 1 from notifications where type = 'payout_changed'
      and customer_id = ${partner.customerId}`;
    expect(told).toHaveLength(4);
    await expect(
      failPayout(ctx, { payoutId: id, reason: "changed my mind" }),
    ).rejects.toMatchObject({
      code: "payout_moved_on",
    });
    expect(await shop.provesBalances()).toEqual([]);
  });

  it("rejected or failed, the money is the partner's again, and owed money is repaid of it", async () => {
    const partner = await shop.aPartner();
    const orderId = await shop.purchase(partner);
    shop.passDays(15);
    await releaseCommissions(ctx);
    await setPayoutMethod(ctx, {
      partnerId: partner.id,
      details: { method: "bank_transfer", form: "phone", account: "+79123456789", holder: "Ann" },
    });
    const first = await ask(partner.id);
    await rejectPayout(ctx, { payoutId: first.id, reason: "the name is wrong" });
    expect(await shop.balances(partner.id)).toMatchObject({ payable: 500n, inPayout: 0n });
    const second = await ask(partner.id);
    await approve(second.id);
    await shop.refund(orderId, 4_000n);
    await settleCommissions(ctx, { orderId });
    expect(await shop.balances(partner.id)).toMatchObject({ inPayout: 500n, debt: 200n });
    await failPayout(ctx, { payoutId: second.id, reason: "the bank sent it back" });
    expect(await shop.balances(partner.id)).toEqual({
      pending: 0n,
      payable: 300n,
      inPayout: 0n,
      debt: 0n,
    });
  });
});

describe("through Crypto Pay", () => {
  it("sends once what was fixed at approval, in USDT", async () => {
    const partner = await shop.earner(2, wallet);
    const { id } = await ask(partner.id);
    await approve(id);
    expect(await getPayoutDetail(ctx, { payoutId: id })).toMatchObject({
      sendable: true,
      sent: { amount: 11n, currency: "USDT" },
    });
    await expect(startPayout(ctx, { payoutId: id })).rejects.toMatchObject({
      code: "payout_sends_itself",
    });
    const all = await Promise.allSettled(
      Array.from({ length: 5 }, () => sendPayout(ctx, { payoutId: id })),
    );
    expect(all.some(({ status }) => status === "fulfilled")).toBe(true);
    expect(await sendPayout(ctx, { payoutId: id })).toBe("paid");
    expect(sentTo(id)).toMatchObject([{ asset: "USDT", amount: "0.11" }]);
    expect(
      await getBalance(ctx, { kind: "partner_in_payout", owner: partner.id, currency: "RUB" }),
    ).toBe(0n);
    expect((await testPayoutProvider(ctx)).ok).toBe(true);
  });

  it("is asked again by its id when the answer was lost, and paid once", async () => {
    const partner = await shop.earner(2, wallet);
    const { id } = await ask(partner.id);
    await approve(id);
    provider.setMood("timeout-after-create");
    await expect(sendPayout(ctx, { payoutId: id })).rejects.toThrow(/no answer/);
    expect(await statusOf(id)).toBe("processing");
    provider.setMood("500");
    await expect(sendPayout(ctx, { payoutId: id })).rejects.toThrow(/no answer/);
    await expect(failPayout(ctx, { payoutId: id, reason: "takes too long" })).rejects.toMatchObject(
      {
        code: "payout_provider_silent",
      },
    );
    provider.setMood("ok");
    shop.passMinutes(5);
    expect(await listStrandedPayouts(ctx)).toContain(id);
    expect(await sendPayout(ctx, { payoutId: id })).toBe("paid");
    expect(sentTo(id)).toHaveLength(1);
    expect(await shop.balances(partner.id)).toMatchObject({ payable: 0n, inPayout: 0n });
  });

  it("is not ended by an operator when it went through", async () => {
    const partner = await shop.earner(2, wallet);
    const { id } = await ask(partner.id);
    await approve(id);
    provider.setMood("timeout-after-create");
    await expect(sendPayout(ctx, { payoutId: id })).rejects.toThrow(/no answer/);
    provider.setMood("ok");
    const ended = await failPayout(ctx, { payoutId: id, reason: "nothing came back" });
    expect(ended).toMatchObject({ status: "paid" });
    expect(sentTo(id)).toHaveLength(1);
  });

  it("waits while the app is empty, and goes back to the partner when refused for good", async () => {
    const partner = await shop.earner(2, wallet);
    const { id } = await ask(partner.id);
    await approve(id);
    provider.setBalance("0");
    expect(await sendPayout(ctx, { payoutId: id })).toBe("approved");
    const open = () => sql`select kind from alerts where key = ${id} and resolved_at is null`;
    expect(await open()).toMatchObject([{ kind: "payout_no_funds" }]);
    provider.setBalance("5");
    await retryPayout(ctx, { payoutId: id });
    expect(await sendPayout(ctx, { payoutId: id })).toBe("paid");
    expect(await open()).toEqual([]);

    const other = await shop.earner(2, wallet);
    const second = await ask(other.id);
    await approve(second.id);
    await sql`update customers set telegram_id = null where id = ${other.customerId}`;
    expect(await sendPayout(ctx, { payoutId: second.id })).toBe("failed");
    expect(await shop.balances(other.id)).toMatchObject({ payable: 1_000n, inPayout: 0n });
    await expect(retryPayout(ctx, { payoutId: second.id })).rejects.toMatchObject({
      code: "payout_not_sendable",
    });
  });
});

describe("automatic payouts", () => {
  it("are made once a period for those who asked and have enough", async () => {
    const partner = await shop.earner(3);
    const poor = await shop.aPartner();
    const details = { method: "bank_transfer", form: "card", account: "4242424242424242" } as const;
    for (const { id } of [partner, poor]) {
      await setPayoutMethod(ctx, {
        partnerId: id,
        details: { ...details, holder: "Ann" },
        autoPayout: true,
      });
    }
    await Promise.all(Array.from({ length: 5 }, () => runAutoPayouts(ctx)));
    await runAutoPayouts(systemContext("again", { clock: ctx.clock }));
    const mine = () => listPayouts(ctx, { partnerId: partner.id });
    expect((await mine()).rows).toMatchObject([
      { automatic: true, status: "requested", amount: { amount: 1_500n } },
    ]);
    expect((await listPayouts(ctx, { partnerId: poor.id })).rows).toEqual([]);

    const friend = await shop.aReferral(partner);
    await settleCommissions(ctx, { orderId: await shop.buys(friend) });
    shop.passDays(40);
    await releaseCommissions(ctx);
    await shop.setProgram({ autoPayoutApproved: true });
    await runAutoPayouts(ctx);
    expect((await mine()).rows).toMatchObject([{ status: "approved" }, { status: "requested" }]);
    await shop.setProgram({ autoPayoutSchedule: "off" });
    expect(await runAutoPayouts(ctx)).toBe(0);
  });
});
