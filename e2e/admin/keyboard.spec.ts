import { expect, test } from "@playwright/test";
import { signIn } from "../fixtures/admin";
import { seriousFindings } from "../fixtures/axe";

const row = "tr[data-row]";

test("an operator works without a mouse: palette, go, filter, view, rows, back", async ({
  page,
}) => {
  test.setTimeout(120_000);
  await signIn(page);

  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").fill("export");
  await expect(page.getByRole("option", { name: "Export: Orders" })).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole("combobox").fill("promo co");
  await expect(page.getByRole("option").first()).toContainText("Promo codes");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/admin\/promocodes$/);
  await expect(page.getByRole("combobox")).toHaveCount(0);

  await page.keyboard.press("g");
  await page.keyboard.press("o");
  await expect(page).toHaveURL(/\/admin\/orders$/);
  await expect(page.locator(row).first()).toBeVisible();

  await page.getByRole("button", { name: "Status" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitemcheckbox", { name: "Fulfilled" }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/status=fulfilled/);
  const name = `Delivered ${Date.now()}`;
  await page.getByRole("button", { name: "Save view" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").getByLabel("Name").fill(name);
  await page.keyboard.press("Enter");
  const views = page.getByRole("navigation", { name: "Saved views" });
  await expect(views.getByRole("link", { name })).toHaveAttribute("aria-current", "page");
  await page.goto("/admin/orders");
  await expect(views.getByRole("link", { name: "All" })).toHaveAttribute("aria-current", "page");
  expect(await seriousFindings(page)).toEqual([]);
  await views.getByRole("link", { name }).focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/view=viw_\w+&status=fulfilled/);
  await expect(views.getByRole("link", { name })).toHaveAttribute("aria-current", "page");

  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await expect(page.locator(row).nth(1)).toBeFocused();
  await page.keyboard.press("k");
  await expect(page.locator(row).nth(0)).toBeFocused();
  await page.keyboard.press("j");
  const id = (await page.locator(`${row}:focus`).getAttribute("data-row")) ?? "";
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/admin/orders/${id}$`));
  await page.goBack();
  await expect(page.locator(`tr[data-row="${id}"]`)).toBeFocused();

  await page.keyboard.press("x");
  await expect(page.locator(`tr[data-row="${id}"] [role=checkbox]`)).toBeChecked();
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox")).toBeFocused();
  await page.keyboard.type("jxg");
  await expect(page.getByRole("searchbox")).toHaveValue("jxg");

  await page.getByRole("searchbox").fill("");
  await page.getByRole("button", { name: "Actions of this view" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(views.getByRole("link", { name })).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(views.getByRole("link", { name })).toBeVisible();
});

test("the sheet lists the shortcuts, and they can be switched off", async ({ page }) => {
  await signIn(page);
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  for (const name of ["Next row", "Open the row", "Orders", "This overview"]) {
    await expect(sheet.getByText(name, { exact: true })).toBeVisible();
  }
  expect(await seriousFindings(page)).toEqual([]);
  await page.keyboard.press("Escape");

  await page.goto("/admin/account");
  const choice = page.getByRole("switch", { name: "Shortcuts of one key" });
  await choice.click();
  await expect(choice).not.toBeChecked();
  await page.goto("/admin");
  await page.keyboard.press("?");
  await page.keyboard.press("g");
  await page.keyboard.press("o");
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("combobox")).toBeVisible();
  await expect(page).toHaveURL(/\/admin$/);
  await expect(sheet).toHaveCount(0);
});

test("what one looks for is found by its name in either language, and the sheet says how", async ({
  page,
}) => {
  await signIn(page);
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toContainText("Search and act from anywhere");
  expect(await seriousFindings(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").fill("пробный");
  await expect(page.getByRole("option", { name: "Trial" }).first()).toBeVisible();
  await page.getByRole("combobox").fill("промокоды");
  await expect(page.getByRole("option").first()).toContainText("Promo codes");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/admin\/promocodes$/);
});
