import { randomInt } from "node:crypto";
import { expect, test } from "@playwright/test";
import { operator, signIn } from "../fixtures/admin";
import { seriousFindings } from "../fixtures/axe";

test("a session that ends under a form loses nothing that was typed, and the form goes on by itself", async ({
  page,
  context,
}) => {
  const note = `A long story ${randomInt(1e9).toString(36)}`;
  await signIn(page);
  // One of the demo's own people: the newest in the list may be another test's.
  await page.goto("/admin/customers?q=anna");
  await page.getByRole("main").getByRole("link", { name: /Anna/ }).first().click();
  await page.getByRole("textbox", { name: "New note" }).fill(note);
  // Ended as from another device: the browser finds out with what it does next.
  await context.clearCookies();
  await page.getByRole("button", { name: "Add note" }).click();
  const dialog = page.getByRole("dialog", { name: "Your session is over" });
  await expect(dialog).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);

  const opened = context.waitForEvent("page");
  await dialog.getByRole("link", { name: /^Sign in/ }).click();
  const tab = await opened;
  await tab.getByLabel("E-mail").fill(operator.email);
  await tab.getByLabel("Password").fill(operator.password);
  await tab.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(tab).toHaveURL(/\/admin$/);
  await tab.close();
  await page.bringToFront();
  // A browser without a window has no focus to come back.
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("listitem").filter({ hasText: note }).first()).toBeVisible();
  await expect(page.getByRole("textbox", { name: "New note" })).toHaveValue("");
});

test("where nothing was typed, a session that is over leads straight to the sign-in and back", async ({
  page,
  context,
}) => {
  await signIn(page);
  await page.goto("/admin/audit");
  await page.getByRole("searchbox").fill("settings");
  await expect(page).toHaveURL(/q=settings/);
  await context.clearCookies();
  await page.getByRole("button", { name: "Check the log" }).click();
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await expect(page.getByRole("dialog")).toHaveCount(0);
});
