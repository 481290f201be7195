import { randomInt } from "node:crypto";
import { expect, type Page, test } from "@playwright/test";
import { seriousFindings } from "../fixtures/axe";
import { openDatabase } from "../fixtures/database";
import { codeFor } from "../fixtures/mail";

/* Partners in their own area: a code by e-mail or Telegram, their earnings, and nothing else. */

const sql = openDatabase();
test.afterAll(() => sql.end());

/** A partner of the demo's business with money to be paid out, reachable by e-mail. */
async function aPartner(): Promise<{ email: string; payable: string }> {
  const email = `partner-${randomInt(2 ** 40).toString(36)}@example.com`;
  const [row] = await sql<{ id: string; payable: string }[]>`
    select c.id, (a.balance / 100)::text as payable
    from partners p join customers c on c.id = p.customer_id
    join ledger_accounts a on a.kind = 'partner_payable' and a.owner = p.id
    where p.status = 'active' and a.balance > 10000 and c.email is null
    order by a.balance desc limit 1`;
  await sql`update customers set email = ${email}, locale = 'en' where id = ${row?.id ?? ""}`;
  return { email, payable: row?.payable ?? "" };
}

async function ask(page: Page, email: string): Promise<string> {
  await page.goto("/partner");
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Send the code" }).click();
  await expect(page.getByRole("status")).toContainText(email);
  return codeFor(page, email);
}

async function enter(page: Page, code: string): Promise<void> {
  await page.getByRole("textbox", { name: /code/i }).fill(code);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

test("a partner signs in with a code, sees their money and nothing else, and leaves", async ({
  page,
}) => {
  const { email, payable } = await aPartner();
  await enter(page, await ask(page, email));
  await expect(page.getByRole("heading", { level: 1, name: "Partner program" })).toBeVisible();
  const shown = (await page.getByTestId("payable").textContent())?.replace(/\D/g, "") ?? "";
  expect(shown.startsWith(payable)).toBe(true);
  expect(await seriousFindings(page)).toEqual([]);

  // The Mini App asks this browser to sign in, the dashboard too, and their procedures refuse it.
  await page.goto("/miniapp");
  await expect(page.getByLabel("E-mail")).toBeVisible();
  await page.goto("/admin");
  await expect(page).toHaveURL(/\/sign-in/);
  for (const procedure of [
    "miniapp.customer.me",
    "miniapp.subscriptions.list",
    "admin.orders.list",
  ]) {
    const answer = await page.request.get(`/api/trpc/${procedure}`);
    expect([401, 403], procedure).toContain(answer.status());
  }

  await page.goto("/partner");
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByLabel("E-mail")).toBeVisible();
  expect((await page.request.get("/api/trpc/miniapp.partners.overview")).status()).toBe(401);
});

test("who is no partner is told so, and made nobody", async ({ page }) => {
  const email = `nobody-${randomInt(2 ** 40).toString(36)}@example.com`;
  await enter(page, await ask(page, email));
  await expect(page.getByText(/^No partner signs in like this/)).toBeVisible();
  expect(await sql`select id from customers where email = ${email}`).toHaveLength(0);
});

/** Of the partners that the demo's page of Telegram offers, one with more commissions than a page has. */
async function byTelegram(page: Page): Promise<string> {
  await page.goto("/partner");
  await page.getByRole("button", { name: "Sign in with Telegram" }).click();
  await expect(page).toHaveURL(/\/demo\/login$/);
  const [row] = await sql<{ telegram: string; id: string }[]>`
    select c.telegram_id::text as telegram, p.id from partners p
    join customers c on c.id = p.customer_id
    where p.status = 'active' and c.telegram_id is not null and c.suspended_at is null
    order by (select count(*) from partner_commissions k where k.partner_id = p.id) desc limit 1`;
  // The area speaks their language: this reads English.
  await sql`update customers set locale = 'en' where telegram_id = ${row?.telegram ?? "0"}`;
  await page.getByLabel("Another account's Telegram ID").fill(row?.telegram ?? "");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByTestId("payable")).toBeVisible();
  expect(new URL(page.url()).hash).toBe("");
  return row?.id ?? "";
}

test("a partner signs in with Telegram on a computer, reads their commissions and takes them home", async ({
  page,
}) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  const partnerId = await byTelegram(page);
  const rows = page.locator("[data-commission]");
  await expect(rows).toHaveCount(15);
  await expect(page.getByRole("table", { name: "By month" })).toBeAttached();
  const left = await page.getByTestId("payable").boundingBox();
  const right = await rows.first().boundingBox();
  expect(right?.x ?? 0).toBeGreaterThan((left?.x ?? 0) + (left?.width ?? 0));
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.reload();
    expect(await seriousFindings(page)).toEqual([]);
  }

  const newest = await rows.allTextContents();
  await page.getByRole("link", { name: "Older" }).click();
  await expect(page.getByRole("link", { name: "Newest" })).toBeVisible();
  expect(await rows.allTextContents()).not.toEqual(newest);
  await page.getByRole("link", { name: "Newest" }).click();
  await expect(rows).toHaveText(newest);

  const [kept] = await sql<{ rows: number }[]>`
    select count(*)::int as rows from partner_commissions
    where partner_id = ${partnerId} and amount <> 0`;
  const href = await page.getByRole("link", { name: "Download as CSV" }).getAttribute("href");
  const file = await page.request.get(href ?? "");
  expect(file.headers()["content-disposition"]).toMatch(/commissions-[\d-]+\.csv/);
  expect((await file.text()).trim().split("\r\n")).toHaveLength((kept?.rows ?? 0) + 1);

  await page.setViewportSize({ width: 360, height: 740 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
});

test("a partner who asks for another's rows gets their own", async ({ page }) => {
  const partnerId = await byTelegram(page);
  const [other] = await sql<{ id: string }[]>`
    select partner_id as id from partner_commissions where partner_id <> ${partnerId} limit 1`;
  const input = encodeURIComponent(JSON.stringify({ json: { partnerId: other?.id, limit: 200 } }));
  const asked = await page.request.get(`/api/trpc/miniapp.partners.commissions?input=${input}`);
  const { result } = await asked.json();
  const ids: string[] = result.data.json.rows.map(({ id }: { id: string }) => id);
  expect(ids.length).toBeGreaterThan(0);
  const owners = await sql`
    select distinct partner_id from partner_commissions where id in ${sql(ids)}`;
  expect(owners).toEqual([{ partner_id: partnerId }]);
});

test("Telegram accounts of no partner are told so, and nobody gets a file without a session", async ({
  page,
}) => {
  const [friend] = await sql<{ telegram: string }[]>`
    select c.telegram_id::text as telegram from customers c
    where c.telegram_id is not null
      and not exists (select from partners p where p.customer_id = c.id) limit 1`;
  await page.goto("/demo/login");
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByLabel("Another account's Telegram ID").fill("4040404");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText(/^Nobody has this Telegram ID/)).toBeVisible();
  await page.getByLabel("Another account's Telegram ID").fill(friend?.telegram ?? "");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText(/^No partner signs in like this/)).toBeVisible();
  expect((await page.request.get("/api/miniapp/commissions")).status()).toBe(401);
});
