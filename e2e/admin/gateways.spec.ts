import { expect, test } from "@playwright/test";
import { signIn } from "../fixtures/admin";

test("an operator sends a test payment, and orders the ways to pay by keyboard", async ({
  page,
}) => {
  await signIn(page);
  await page.goto("/admin/settings?group=gateway.demo");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByText(/^Made: /)).toBeVisible();
  const link = page.getByRole("link", { name: "Open the page" });
  await expect(link).toHaveAttribute("href", /\/demo\/pay\/dpay_/);

  await page.goto("/admin/settings?group=payments");
  const rows = page.getByRole("main").getByRole("listitem");
  const up = page.getByRole("button", { name: "Move Demo gateway up" });
  const down = page.getByRole("button", { name: "Move Demo gateway down" });
  await up.focus();
  const steps = (await rows.allInnerTexts()).findIndex((text) => text.includes("Demo gateway"));
  for (let step = 0; step < steps; step += 1) await page.keyboard.press("Enter");
  await expect(rows.first()).toContainText("Demo gateway");
  await expect(down).toBeFocused();
  const saved = page.getByText("Saved", { exact: true });
  await expect(saved.first()).toBeVisible();
  await expect(saved).toHaveCount(0);

  await page.reload();
  await expect(rows.first()).toContainText("Demo gateway");
  for (let step = 0; step < steps; step += 1) await down.press("Enter");
  await expect(rows.nth(steps)).toContainText("Demo gateway");
  await expect(saved.first()).toBeVisible();
});
