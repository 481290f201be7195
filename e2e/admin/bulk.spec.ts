import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { signIn } from "../fixtures/admin";
import { seriousFindings } from "../fixtures/axe";

test.beforeEach(async ({ page }) => {
  await signIn(page);
});

test("a tag for chosen people: preview, progress, result file and the way back", async ({
  page,
}) => {
  await page.goto("/admin/customers");
  const boxes = page.getByRole("row").getByRole("checkbox");
  await boxes.nth(1).click();
  await boxes.nth(12).click({ modifiers: ["Shift"] });
  const bar = page.getByRole("region", { name: "Actions" });
  await expect(bar.getByText("12 chosen")).toBeVisible();

  await bar.getByRole("button", { name: "Actions" }).click();
  await page.getByRole("menuitem", { name: "Add a tag" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("Fill in the form to see whom")).toBeVisible();
  await dialog.getByLabel("Tag").fill("bulk-test");
  await expect(dialog.getByText("Will be done to 12 customers")).toBeVisible();
  await dialog.getByRole("button", { name: "Add a tag" }).click();
  await expect(bar).toBeHidden();

  await page.getByRole("button", { name: "Watch" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Add a tag");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Done");
  await expect(page.getByText("12 of 12")).toBeVisible();

  await page.getByRole("button", { name: "Export" }).click();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: "CSV" }).click(),
  ]);
  const lines = (await readFile(await file.path(), "utf8")).trim().split("\r\n");
  expect(lines).toHaveLength(13);
  expect(lines.slice(1).every((line) => line.split(",").at(3) === "done")).toBe(true);

  await page.getByRole("button", { name: "Take back" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Take back" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Remove a tag");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Done");
  await page.goto("/admin/customers?tag=bulk-test");
  await expect(page.getByText("Nothing matches these filters")).toBeVisible();
});

test("everything that matches is counted by the server, and a long run can be stopped", async ({
  page,
}) => {
  await page.goto("/admin/customers?filter=active");
  await page.getByRole("checkbox", { name: "Choose every row shown" }).click();
  const bar = page.getByRole("region", { name: "Actions" });
  await bar.getByRole("button", { name: "Choose everything that matches" }).click();
  await bar.getByRole("button", { name: "Actions" }).click();
  await page.getByRole("menuitem", { name: "Add a tag" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Tag").fill("long-run");
  const ahead = dialog.getByText(/^Will be done to [\d,]+ customers$/);
  await expect(ahead).toBeVisible();
  const count = Number((await ahead.textContent())?.replace(/\D/g, ""));
  expect(count).toBeGreaterThan(100);
  await dialog.getByRole("button", { name: "Add a tag" }).click();
  await page.getByRole("button", { name: "Watch" }).click();
  await page.getByRole("button", { name: "Stop" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Stop" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Stopped");
  expect(await seriousFindings(page)).toEqual([]);
});

test("with the keyboard alone", async ({ page }) => {
  await page.goto("/admin/promocodes");
  const first = page.getByRole("row").getByRole("checkbox").nth(1);
  await first.focus();
  await page.keyboard.press("Space");
  const bar = page.getByRole("region", { name: "Actions" });
  await expect(bar.getByText("1 chosen")).toBeVisible();
  await bar.getByRole("button", { name: "Actions" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem").first()).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(bar).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(bar).toBeHidden();
  await expect(first).not.toBeChecked();
});
