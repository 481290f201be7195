import { expect, it } from "vitest";
import { exportOwnCommissions } from "@/server/domains/analytics";
import { ownLinks, recordReferralClick } from "@/server/domains/referrals";
import { getPartnerOverview, listCommissions, listPayouts, requestPayout } from ".";
import { partnerShop } from "./testing/partner-shop";

/* What a partner sees in their own area: theirs, and of buyers only a code. */

const shop = await partnerShop();
const { ctx, sql } = shop;

const fileOf = async (customerId: string): Promise<string> => {
  const { stream } = await exportOwnCommissions(shop.asCustomer(customerId), { customerId });
  return (await stream.toArray()).join("");
};
const anEarner = async () => {
  const partner = await shop.earner(25);
  await requestPayout(ctx, { partnerId: partner.id, clientKey: `request-${partner.id}` });
  return partner;
};

it("no partner sees another's commissions, payouts or figures", async () => {
  const [ann, bob] = [await anEarner(), await anEarner()];
  const asAnn = shop.asCustomer(ann.customerId);
  const own = await listCommissions(asAnn, { partnerId: ann.id });
  expect(own.rows).toHaveLength(25);
  expect((await listPayouts(asAnn, { partnerId: ann.id })).rows).toHaveLength(1);
  for (const ask of [
    () => listCommissions(asAnn, { partnerId: bob.id }),
    () => listPayouts(asAnn, { partnerId: bob.id }),
    () => getPartnerOverview(asAnn, { partnerId: bob.id }),
    () => requestPayout(asAnn, { partnerId: bob.id, clientKey: "another's money" }),
  ]) {
    await expect(ask()).rejects.toMatchObject({ kind: "not_found" });
  }
  await expect(listPayouts(asAnn, {})).rejects.toMatchObject({ kind: "forbidden" });
  await expect(ownLinks(asAnn, { customerId: bob.customerId })).rejects.toThrow();
  const theirs = await listCommissions(ctx, { partnerId: bob.id });
  const cursor = (await listCommissions(ctx, { partnerId: bob.id, limit: 1 })).nextCursor;
  const after = await listCommissions(asAnn, { partnerId: ann.id, cursor: cursor ?? "" });
  const ids = new Set(theirs.rows.map(({ id }) => id));
  expect(after.rows.filter(({ id }) => ids.has(id))).toEqual([]);
});

it("a buyer is one code for a partner, another for the next, and never a person", async () => {
  const senior = await shop.aPartner();
  const partner = await shop.aPartner(senior.customerId);
  const orders = [await shop.purchase(partner), await shop.purchase(partner)];
  const buyers = await sql`select customer_id from orders where id = any(${orders})`;
  const of = async ({ id, customerId }: typeof partner) =>
    (await listCommissions(shop.asCustomer(customerId), { partnerId: id })).rows;
  const [mine, above] = [await of(partner), await of(senior)];
  const codes = [...mine, ...above].map(({ buyer }) => buyer);
  expect(new Set(codes).size).toBe(4);
  expect(codes.every((code) => /^[0-9A-F]{6}$/.test(code ?? ""))).toBe(true);
  for (const { customer_id: id } of buyers) {
    expect(JSON.stringify(mine, (_, v) => (typeof v === "bigint" ? `${v}` : v))).not.toContain(id);
    expect(await fileOf(partner.customerId)).not.toContain(id);
  }
});

it("commissions come as a file: all of one's own, more than a page, and nobody else's", async () => {
  const [partner, other] = [await shop.aPartner(), await shop.aPartner()];
  await shop.purchase(partner);
  await shop.purchase(other);
  await sql`insert into partner_commissions (id, partner_id, kind, order_id, customer_id, rate_bp,
      base_amount, base_currency, fx_rate_micros, amount, currency, payable_at, created_at)
    select 'com_many_' || n, partner_id, kind, 'ord_many_' || n, customer_id, rate_bp, base_amount,
      base_currency, fx_rate_micros, 100 + n, currency, payable_at, created_at - n * interval '1 minute'
    from partner_commissions, generate_series(1, 250) n where partner_id = ${partner.id}`;
  const lines = (await fileOf(partner.customerId)).trim().split("\r\n");
  expect(lines[0]).toBe(
    "date,kind,buyer,level,percent,base,base_currency,amount,currency,reversed,status,payable",
  );
  expect(lines).toHaveLength(252);
  expect(new Set(lines).size).toBe(252);
  expect(lines[1]).toContain(",5,100.00,RUB,5.00,RUB,0.00,pending,");
  expect(await fileOf(other.customerId)).not.toContain("1.01");
});

it("a customer who is no partner gets no file", async () => {
  const partner = await shop.aPartner();
  const friend = await shop.aReferral(partner);
  await expect(fileOf(friend)).rejects.toMatchObject({ code: "partner_none" });
});

it("links say what each brought: the plain one first, campaigns by their sign-ups", async () => {
  const { customerId } = await shop.aPartner();
  const [row] = await sql`select referral_code from customers where id = ${customerId}`;
  const code = String(row?.referral_code);
  const see = () => ownLinks(shop.asCustomer(customerId), { customerId });
  expect(await see()).toMatchObject([{ slug: "", clicks: 0, signUps: 0, purchases: 0 }]);
  for (const campaign of ["", "", "blog"]) await recordReferralClick(ctx, { code, campaign });
  for (const [campaign, bought] of [
    ["", false],
    ["tube", true],
    ["tube", false],
  ] as const) {
    const friend = await shop.aReferral({ customerId });
    await sql`insert into referrals (id, referrer_id, referee_id, code, campaign, signed_up_at, first_purchase_at)
      values (${`rfl_${friend}`}, ${customerId}, ${friend}, ${code}, ${campaign}, now(), ${bought ? new Date().toISOString() : null})`;
  }
  expect(await see()).toMatchObject([
    { slug: "", clicks: 2, signUps: 1, purchases: 0 },
    { slug: "tube", name: "tube", clicks: 0, signUps: 2, purchases: 1 },
    { slug: "blog", clicks: 1, signUps: 0, purchases: 0 },
  ]);
  expect((await see())[1]?.url).toMatch(new RegExp(`ref_${code}-tube$|/r/${code}\\?c=tube$`));
});
