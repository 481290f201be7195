import { expect, type Page, test } from "@playwright/test";
import { signIn } from "../fixtures/admin";
import { seriousFindings } from "../fixtures/axe";
import { type Customer, launchUrl, newCustomer } from "../fixtures/shop";

/** A person who has opened the Mini App once: the shop knows them. */
async function known(page: Page, name: string): Promise<Customer> {
  const customer = await newCustomer(page.request, name);
  await page.goto(await launchUrl(page.request, customer));
  await expect(greeting(page, customer)).toBeVisible();
  return customer;
}

const greeting = (page: Page, { firstName }: Customer) =>
  page.getByRole("heading", { level: 1, name: `Hello, ${firstName}` });

async function openCustomer(page: Page, { firstName }: Customer): Promise<void> {
  await page.goto(`/admin/customers?q=${encodeURIComponent(firstName)}`);
  await page.getByRole("link", { name: firstName }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: firstName })).toBeVisible();
}

test("an operator sees the app as a customer does, changes nothing, and gets their own back", async ({
  page,
  browser,
}) => {
  const elsewhere = await browser.newContext();
  const shopper = await known(await elsewhere.newPage(), "Shopper");
  await elsewhere.close();
  // The operator is a customer too, in this very browser.
  const self = await known(page, "Operator");

  await signIn(page);
  await openCustomer(page, shopper);
  const opened = page.waitForEvent("popup");
  await page.getByRole("button", { name: "See their app" }).click();
  const view = await opened;
  await view.setViewportSize({ width: 360, height: 740 });
  const banner = view.getByRole("region", { name: "Read-only view" });
  await expect(greeting(view, shopper)).toBeVisible();
  await expect(banner).toContainText(`as ${shopper.firstName}`);
  expect(await seriousFindings(view)).toEqual([]);

  await view.getByRole("link", { name: "Profile" }).click();
  await expect(banner).toBeVisible();
  await view.getByRole("button", { name: "Русский" }).click();
  await expect(view.getByRole("alert").filter({ hasText: "nothing can be changed" })).toBeVisible();

  await banner.getByRole("button", { name: "End" }).click();
  await expect(view.getByRole("heading", { level: 1, name: shopper.firstName })).toBeVisible();
  await view.goto("/miniapp");
  await expect(greeting(view, self)).toBeVisible();
  await expect(banner).toBeHidden();

  await page.goto("/admin/audit");
  await expect(page.getByText("Mini App viewed as this customer").first()).toBeVisible();
  await expect(page.getByText("View as this customer ended").first()).toBeVisible();
});

test("a view ends with the session it was opened in, and its open page stays harmless", async ({
  page,
  browser,
}) => {
  const elsewhere = await browser.newContext();
  const shopper = await known(await elsewhere.newPage(), "Watched");
  await elsewhere.close();
  await signIn(page);
  await openCustomer(page, shopper);
  const opened = page.waitForEvent("popup");
  await page.getByRole("button", { name: "See their app" }).click();
  const view = await opened;
  await view.getByRole("link", { name: "Profile" }).click();
  const change = view.getByRole("button", { name: "Русский" });
  await expect(change).toBeVisible();

  expect((await page.request.post("/api/auth/sign-out")).ok()).toBe(true);
  const own = await newCustomer(page.request, "Own");
  await page.goto(await launchUrl(page.request, own));
  await expect(greeting(page, own)).toBeVisible();

  // The cookie is another person's by now: a press on the page left open is not taken for theirs.
  await change.click();
  await expect(view.getByRole("alert").filter({ hasText: "nothing can be changed" })).toBeVisible();
  await view.goto("/miniapp");
  await expect(view.getByRole("region", { name: "Read-only view" })).toBeHidden();
  await expect(greeting(view, own)).toBeVisible();
});
