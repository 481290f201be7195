import { randomInt } from "node:crypto";
import { expect, test } from "@playwright/test";
import { fillSignIn, signIn } from "../fixtures/admin";
import { seriousFindings } from "../fixtures/axe";

const PASSWORD = "a-password-of-my-own";

test("an owner makes a role and invites somebody, who sees and does what the role allows until shut out", async ({
  page,
  browser,
}) => {
  const mark = randomInt(1e9).toString(36);
  const role = `Promo desk ${mark}`;
  const email = `ida-${mark}@example.com`;
  await signIn(page);

  await test.step("a role of boxes: who may change may see", async () => {
    await page.getByRole("navigation").getByRole("link", { name: "Team" }).click();
    await page.getByRole("tab", { name: "Roles" }).click();
    await page.getByRole("link", { name: "New role" }).click();
    await page.getByLabel("Name", { exact: true }).fill(role);
    await page.getByLabel("Make and change promo codes").check();
    await expect(page.getByLabel("See promo codes and their use")).toBeChecked();
    await page.getByLabel("See customers and their history").check();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole("button", { name: "Create role" }).click();
    const row = page.getByRole("listitem").filter({ hasText: role });
    await expect(row).toContainText("3 permissions");
  });

  await test.step("roles that come with the product are there to look at", async () => {
    await page.getByRole("link", { name: "Support", exact: true }).click();
    await expect(page.getByText("cannot be changed")).toBeVisible();
    await expect(page.getByLabel("See subscriptions")).toBeDisabled();
    await expect(page.getByRole("button", { name: "Save" })).toHaveCount(0);
  });

  const link = await test.step("an invitation with a link shown once", async () => {
    await page.goto("/admin/team");
    await page.getByRole("button", { name: "Invite" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("E-mail").fill(email);
    await dialog.getByLabel("Name").fill(`Ida ${mark}`);
    await dialog.getByLabel("Role").click();
    await page.getByRole("option", { name: role }).click();
    await dialog.getByRole("button", { name: "Make the link" }).click();
    await expect(dialog.getByText("It works once")).toBeVisible();
    const text = await dialog.getByText("/sign-in/new-password#").textContent();
    await dialog.getByRole("button", { name: "Done" }).click();
    await expect(page.getByRole("listitem").filter({ hasText: email })).toContainText("Invited");
    expect(await seriousFindings(page)).toEqual([]);
    return text;
  });

  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const ida = await context.newPage();
  await test.step("the link sets a password, which signs in", async () => {
    const { pathname, hash } = new URL(link ?? "");
    await ida.goto(pathname + hash);
    await ida.getByLabel("New password", { exact: true }).fill(PASSWORD);
    await ida.getByLabel("New password again").fill(PASSWORD);
    await ida.getByRole("button", { name: "Set password" }).click();
    await expect(ida.getByLabel("E-mail")).toBeVisible();
    await fillSignIn(ida, email, PASSWORD);
    // She may not see the overview: the first page that is hers.
    await expect(ida).toHaveURL(/\/admin\/customers$/);
  });

  await test.step("she sees and does what the role allows, and nothing else", async () => {
    await ida.getByRole("button", { name: "Main menu" }).click();
    const entries = ida
      .getByRole("dialog")
      .getByRole("listitem")
      .or(ida.getByRole("dialog").getByRole("link").filter({ hasNotText: "Rezeis" }));
    await expect(entries).toHaveText(["Customers", "Promo codes", "Bulk actions"]);
    await ida.getByRole("dialog").getByRole("link", { name: "Promo codes" }).click();
    await expect(ida.getByRole("link", { name: /^New/ }).first()).toBeVisible();
    await ida.goto("/admin/customers");
    await ida.getByRole("main").getByRole("link").first().click();
    await expect(ida.getByText("Profile", { exact: true })).toBeVisible();
    // The timeline's chips are named after what they show; they are pressed or not, and do nothing to anybody.
    const actions = ida
      .getByRole("button", { name: /^(Message|Actions)/ })
      .and(ida.locator(":not([aria-pressed])"));
    await expect(actions).toHaveCount(0);
    for (const path of ["orders", "settings", "team", "catalog/new"]) {
      await ida.goto(`/admin/${path}`);
      await expect(ida).toHaveURL(/\/admin\/forbidden$/);
    }
    const refused = await ida.request.post("/api/trpc/admin.team.createRole", {
      data: { json: { name: "Mine", permissions: ["settings.secrets"] } },
    });
    expect(refused.status()).toBe(403);
  });

  await test.step("sessions are seen, and disabling ends them at once", async () => {
    await page.reload();
    const row = page.getByRole("listitem").filter({ hasText: email });
    await expect(row).toContainText("1 session");
    const menu = row.getByRole("button", { name: /^Actions for/ });
    await menu.click();
    await page.getByRole("menuitem", { name: "Sessions" }).click();
    await expect(page.getByRole("dialog").getByRole("listitem")).toHaveCount(1);
    await page.keyboard.press("Escape");
    await menu.click();
    await page.getByRole("menuitem", { name: "Disable" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Disable" }).click();
    await expect(row).toContainText("Disabled");
    await ida.goto("/admin/customers");
    await expect(ida).toHaveURL(/\/sign-in/);
  });
  await context.close();
});
