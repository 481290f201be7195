import { randomInt } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect, type Page, test } from "@playwright/test";
import { fillSignIn, signIn } from "../fixtures/admin";
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
  await boxes.nth(30).click({ modifiers: ["Shift"] });
  const bar = page.getByRole("region", { name: "Actions" });
  await expect(bar.getByText("30 chosen")).toBeVisible();

  await bar.getByRole("button", { name: "Actions" }).click();
  await page.getByRole("menuitem", { name: "Add a tag" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("Fill in the form to see whom")).toBeVisible();
  await dialog.getByLabel("Tag").fill("bulk-test");
  await expect(dialog.getByText("Will be done to 30 customers")).toBeVisible();
  await dialog.getByRole("button", { name: "Add a tag" }).click();
  await expect(bar).toBeHidden();

  await page.getByRole("button", { name: "Watch" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Add a tag");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Done");
  await expect(page.getByText("30 of 30")).toBeVisible();

  await page.getByRole("button", { name: "Export" }).click();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: "CSV" }).click(),
  ]);
  const lines = (await readFile(await file.path(), "utf8")).trim().split("\r\n");
  expect(lines).toHaveLength(31);
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
  // A thousand people, each with an entry in the log, while other tests ask for their part of the machine.
  test.setTimeout(120_000);
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
  // One may go on working: the frame of every page says how far it is, and leads there.
  await page.getByRole("link", { name: /^1 bulk action under way: \d+%$/ }).click();
  await page.getByRole("button", { name: "Stop" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Stop" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Stopped");
  expect(await seriousFindings(page)).toEqual([]);

  await page.getByRole("button", { name: "Do the rest" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Do the rest" }).click();
  await expect(page.getByText("Does the rest of an earlier run")).toBeVisible();
  const state = page.getByRole("heading", { level: 1 });
  await expect(state).toContainText("Done", { timeout: 60_000 });
  await page.goto("/admin/customers?filter=active&tag=long-run");
  await page.getByRole("checkbox", { name: "Choose every row shown" }).click();
  await bar.getByRole("button", { name: "Choose everything that matches" }).click();
  await bar.getByRole("button", { name: "Actions" }).click();
  await page.getByRole("menuitem", { name: "Remove a tag" }).click();
  await dialog.getByLabel("Tag").fill("long-run");
  await expect(ahead).toHaveText(`Will be done to ${count.toLocaleString("en")} customers`);
});

test("with the keyboard alone", async ({ page }) => {
  await page.goto("/admin/promocodes");
  const first = page.getByRole("row").getByRole("checkbox").nth(1);
  await first.focus();
  await page.keyboard.press("Space");
  const bar = page.getByRole("region", { name: "Actions" });
  await expect(bar.getByText("1 chosen")).toBeVisible();
  const actions = bar.getByRole("button", { name: "Actions" });
  // What may be done is asked for when something is chosen; a button that waits takes no focus.
  await expect(actions).toBeEnabled();
  await actions.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem").first()).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(bar).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(bar).toBeHidden();
  await expect(first).not.toBeChecked();
});

test("credit: the sum is told before, nothing begins uncounted, and who may not give it is not offered it", async ({
  page,
  browser,
}) => {
  await page.goto("/admin/customers");
  const boxes = page.getByRole("row").getByRole("checkbox");
  await boxes.nth(1).click();
  await boxes.nth(3).click({ modifiers: ["Shift"] });
  const bar = page.getByRole("region", { name: "Actions" });
  await bar.getByRole("button", { name: "Actions" }).click();
  await page.getByRole("menuitem", { name: "Give credit" }).click();
  const dialog = page.getByRole("dialog");
  const give = dialog.getByRole("button", { name: "Give credit" });
  await expect(give).toBeDisabled();
  await dialog.getByLabel("Amount each").fill("50");
  await dialog.getByLabel("Reason").fill("Sorry for the outage");
  await expect(dialog.getByText("Will be done to 3 customers")).toBeVisible();
  await expect(dialog.getByText(/\b150\b.* in all/)).toBeVisible();
  await give.click();
  await page.getByRole("button", { name: "Watch" }).click();
  await expect(page.getByText("3 of 3")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Done");
  // What cannot be taken back does not offer it.
  await expect(page.getByRole("button", { name: "Take back" })).toHaveCount(0);
  const run = page.url();

  const support = await browser.newContext();
  const theirs = await support.newPage();
  await signInAsNew(page, theirs, "Support");
  await theirs.goto("/admin/customers");
  await theirs.getByRole("row").getByRole("checkbox").nth(1).click();
  await theirs.getByRole("button", { name: "Actions" }).click();
  await expect(theirs.getByRole("menuitem", { name: "Add a tag" })).toBeVisible();
  await expect(theirs.getByRole("menuitem", { name: "Give credit" })).toHaveCount(0);
  await theirs.goto(run);
  await expect(theirs.getByRole("heading", { level: 1 })).toHaveText("There is nothing here");
  await support.close();

  const analyst = await browser.newContext();
  const reader = await analyst.newPage();
  await signInAsNew(page, reader, "Analyst");
  await reader.goto("/admin/customers");
  await expect(reader.getByRole("row").nth(1)).toBeVisible();
  await expect(reader.getByRole("checkbox")).toHaveCount(0);
  await analyst.close();
});

test("on a phone everything shown is chosen at once", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  // Nobody else comes into this list meanwhile, as other tests' people do into that of all.
  await page.goto("/admin/customers?q=anna");
  await page.getByRole("checkbox", { name: "Choose every row shown" }).click();
  const bar = page.getByRole("region", { name: "Actions" });
  await expect(bar.getByText(/^\d+ chosen$/)).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole("checkbox", { name: "Choose every row shown" }).click();
  await expect(bar).toBeHidden();
});

/** The owner invites somebody with this role, who sets a password and signs in. */
async function signInAsNew(owner: Page, theirs: Page, role: string): Promise<void> {
  const email = `${role.toLowerCase()}-${randomInt(1e9).toString(36)}@example.com`;
  const password = "a-password-of-my-own";
  await owner.goto("/admin/team");
  await owner.getByRole("button", { name: "Invite" }).click();
  const dialog = owner.getByRole("dialog");
  await dialog.getByLabel("E-mail").fill(email);
  await dialog.getByLabel("Name").fill(role);
  await dialog.getByLabel("Role").click();
  await owner.getByRole("option", { name: role, exact: true }).click();
  await dialog.getByRole("button", { name: "Make the link" }).click();
  const link = await dialog.getByText("/sign-in/new-password#").textContent();
  const { pathname, hash } = new URL(link ?? "");
  await theirs.goto(pathname + hash);
  await theirs.getByLabel("New password", { exact: true }).fill(password);
  await theirs.getByLabel("New password again").fill(password);
  await theirs.getByRole("button", { name: "Set password" }).click();
  await fillSignIn(theirs, email, password);
  await expect(theirs).toHaveURL(/\/admin/);
}
