import { type BrowserContext, expect, test } from "@playwright/test";
import { fillSignIn, operator, signIn } from "../fixtures/admin";

const cookie = async (context: BrowserContext, name: string) =>
  (await context.cookies()).find((one) => one.name === name);

test("a wrong password is told at the form, which stays as it was filled in", async ({ page }) => {
  await page.goto("/sign-in");
  await fillSignIn(page, `nobody-${Date.now()}@example.com`, "not the password");
  await expect(page.getByRole("alert").filter({ hasText: "wrong" })).toBeVisible();
  await expect(page.getByLabel("E-mail")).toHaveValue(/nobody/);
  await expect(page.getByRole("button", { name: "Sign in", exact: true })).toBeEnabled();
});

test("twenty tabs that refresh at once stay signed in, with one new token", async ({
  page,
  context,
}) => {
  await signIn(page);
  const before = await cookie(context, "rezeis.refresh");
  const statuses = await page.evaluate(() =>
    Promise.all(
      Array.from({ length: 20 }, () =>
        fetch("/api/auth/refresh", { method: "POST" }).then(({ status }) => status),
      ),
    ),
  );
  expect(new Set(statuses)).toEqual(new Set([200]));
  const after = await cookie(context, "rezeis.refresh");
  expect(after?.value).not.toBe(before?.value);
  expect(after).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/api/auth" });
  await page.goto("/admin/orders");
  await expect(page.getByRole("heading", { level: 1, name: "Orders" })).toBeVisible();
});

test("a page opened after the access token is over goes on where it was", async ({
  page,
  context,
}) => {
  await signIn(page);
  await context.clearCookies({ name: "rezeis.session" });
  await page.goto("/admin/customers?q=ann");
  await expect(page).toHaveURL(/\/admin\/customers\?q=ann$/);
  await expect(page.getByRole("heading", { level: 1, name: "Customers" })).toBeVisible();
});

test("an open page goes on too: by a link, and by what it asks for", async ({ page, context }) => {
  await signIn(page);
  await context.clearCookies({ name: "rezeis.session" });
  await page.getByRole("navigation").getByRole("link", { name: "Customers" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Customers" })).toBeVisible();
  await context.clearCookies({ name: "rezeis.session" });
  // Nobody is called so: the answer to the question is an empty list, not the one before.
  await page.getByLabel(/^Name, @username/).fill("qzqzqz");
  await expect(page).toHaveURL(/\/admin\/customers\?.*qzqzqz/);
  await expect(page.getByRole("table").getByRole("link")).toHaveCount(0);
  await expect.poll(() => cookie(context, "rezeis.session")).toBeTruthy();
});

test("signing out ends the session, not only this browser's cookies", async ({ page, context }) => {
  await signIn(page);
  const stolen = await context.cookies();
  await page.getByRole("button", { name: "Account" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await context.addCookies(stolen);
  await page.goto("/admin");
  await expect(page).toHaveURL(/\/sign-in/);
  await fillSignIn(page, operator.email, operator.password);
  await expect(page).toHaveURL(/\/admin$/);
});
