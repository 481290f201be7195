import { randomInt } from "node:crypto";
import { expect, type Page, test } from "@playwright/test";
import { seriousFindings } from "../fixtures/axe";
import { openDatabase } from "../fixtures/database";
import { codeFor } from "../fixtures/mail";

/* Partners in their own area: a code by e-mail, their earnings, and nothing else. */

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
  await page.getByRole("button", { name: "Sign in" }).click();
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
