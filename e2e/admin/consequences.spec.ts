import { expect, test } from "@playwright/test";
import { signIn } from "../fixtures/admin";
import { seriousFindings } from "../fixtures/axe";

test.beforeEach(async ({ page }) => {
  await signIn(page);
});

test("an alert that was put away by mistake is taken back where that was said", async ({
  page,
}) => {
  const alerts = page.getByRole("button", { name: "Mark as dealt with" });
  await expect(alerts.first()).toBeVisible();
  const before = await alerts.count();
  await alerts.first().click();
  await expect(alerts).toHaveCount(before - 1);
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(alerts).toHaveCount(before);
});

test("levels are changed after their cost was seen, and not at all when one thinks again", async ({
  page,
}) => {
  await page.goto("/admin/partners/program");
  const share = page.getByLabel("Share, %").first();
  const before = await share.inputValue();
  await share.fill("7");
  await page.getByRole("button", { name: "Save" }).click();
  const dialog = page.getByRole("dialog", { name: "Change the levels?" });
  await expect(dialog).toContainText("With these levels");
  expect(await seriousFindings(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await page.reload();
  await expect(share).toHaveValue(before);
});

test("an add-on leaves the shop by its name, and comes back by one press", async ({ page }) => {
  await page.goto("/admin/catalog");
  const row = page.getByRole("main").getByRole("listitem").filter({ hasText: "One more device" });
  await row.getByRole("button", { name: "Actions" }).click();
  await page.getByRole("menuitem", { name: "Archive" }).click();
  const dialog = page.getByRole("dialog", { name: "Archive One more device" });
  await dialog.getByRole("button", { name: "Archive" }).click();
  await expect(page.getByText("One more device is in the archive")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Taken back")).toBeVisible();
  await expect(row).not.toContainText("Archived");
});
