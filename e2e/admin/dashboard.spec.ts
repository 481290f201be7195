import { expect, type Page, test } from "@playwright/test";
import { fillSignIn, operator, signIn } from "../fixtures/admin";

/** Every page of the menu. */
const PAGES = [
  ["/admin", "Overview"],
  ["/admin/customers", "Customers"],
  ["/admin/subscriptions", "Subscriptions"],
  ["/admin/orders", "Orders"],
  ["/admin/payments", "Payments"],
  ["/admin/payments/events", "Gateway events"],
  ["/admin/catalog", "Catalog"],
  ["/admin/remnawave", "Remnawave"],
  ["/admin/nodes", "Nodes"],
  ["/admin/settings", "Settings"],
  ["/admin/audit", "Audit log"],
] as const;

function collectProblems(page: Page): string[] {
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(`${page.url()}: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(`${page.url()}: ${message.text()}`);
  });
  return problems;
}

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

test("without a session every page asks to sign in and then goes where one wanted", async ({
  page,
}) => {
  await page.goto("/admin/orders");
  await expect(page).toHaveURL(/\/sign-in/);
  await fillSignIn(page, operator.email, "not-the-password");
  await expect(page.getByText("The e-mail or the password is wrong.")).toBeVisible();
  await expect(page).toHaveURL(/\/sign-in/);
  await fillSignIn(page, operator.email, operator.password);
  await expect(page).toHaveURL(/\/admin\/orders$/);
  await expect(page.getByRole("heading", { level: 1, name: "Orders" })).toBeVisible();
});

test("what is not there is not found, and says so", async ({ page }) => {
  await signIn(page);
  const kinds =
    "customers subscriptions orders payments promocodes partners catalog catalog/addons";
  for (const kind of kinds.split(" ")) {
    const answer = await page.goto(`/admin/${kind}/none_01`);
    expect(answer?.status(), kind).toBe(404);
    await expect(page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
  }
});

for (const theme of ["light", "dark"] as const) {
  for (const width of [1440, 390]) {
    test(`every page opens whole at ${width} px in the ${theme} theme`, async ({ page }) => {
      test.setTimeout(120_000);
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme: theme });
      await signIn(page);
      const problems = collectProblems(page);
      for (const [path, title] of PAGES) {
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
        await expect(page.locator("html")).toHaveClass(new RegExp(`\\b${theme}\\b`));
        // Skeletons are gone: what is measured is what people see.
        await expect(page.locator('main [data-slot="skeleton"]')).toHaveCount(0);
        expect(await overflow(page), `${path} scrolls sideways`).toBeLessThanOrEqual(0);
      }
      expect(problems).toEqual([]);
    });
  }
}

test("a customer is found in the list and opened", async ({ page }) => {
  await signIn(page);
  await page.goto("/admin/customers");
  const rows = page.getByRole("row");
  const first = rows.nth(1);
  await expect(first).toBeVisible();
  const cells = await first.getByRole("cell").allTextContents();
  const telegramId = cells.find((text) => /^\d{5,}$/.test(text)) ?? "";
  expect(telegramId).not.toBe("");
  await page.getByPlaceholder("Name, @username, Telegram ID, e-mail…").fill(telegramId);
  await expect(page).toHaveURL(new RegExp(`q=${telegramId}`));
  await expect(rows).toHaveCount(2);
  await rows.nth(1).getByRole("link").first().click();
  await expect(page).toHaveURL(/\/admin\/customers\/cus_/);
  await expect(page.getByText(telegramId).first()).toBeVisible();
});

test("a search for nobody says so and can be taken back", async ({ page }) => {
  await signIn(page);
  await page.goto("/admin/customers?q=nobody-is-called-this");
  await expect(page.getByRole("row")).toHaveCount(0);
  await page.getByRole("button", { name: "Reset" }).first().click();
  await expect(page.getByRole("row").nth(1)).toBeVisible();
});

test("the command menu opens by keyboard, finds pages and people, and goes there", async ({
  page,
}) => {
  await signIn(page);
  await page.keyboard.press("ControlOrMeta+k");
  const menu = page.getByRole("dialog");
  const input = menu.getByPlaceholder("Name, e-mail, any id, page, setting, action…");
  await expect(input).toBeFocused();
  await input.fill("audit");
  await expect(menu.getByRole("option", { name: "Audit log" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/admin\/audit$/);
  await expect(menu).toBeHidden();

  await page.keyboard.press("ControlOrMeta+k");
  await input.fill("anna");
  await menu.getByRole("option", { name: /Anna/ }).first().click();
  await expect(page).toHaveURL(/\/admin\/(customers|subscriptions|orders)\//);
});
