import { randomInt } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { signIn } from "../fixtures/admin";
import { mutate } from "../fixtures/api";
import { seriousFindings } from "../fixtures/axe";

const contact = (page: Page) => page.getByLabel("Support contact");
const save = (page: Page) => page.getByRole("button", { name: "Save" }).click();
const fresh = (name: string) => `@${name}_${randomInt(1e9).toString(36)}`;

test("a change of settings is taken back, and not over what a colleague changed meanwhile", async ({
  page,
}) => {
  const [first, second, colleague] = [fresh("first"), fresh("second"), fresh("colleague")];
  await signIn(page);
  await page.goto("/admin/settings?group=telegram");
  for (const value of [first, second]) {
    await contact(page).fill(value);
    await save(page);
    const change = page.getByRole("listitem").filter({ hasText: `→ ${value}` });
    await expect(change.first()).toBeVisible();
  }

  await test.step("the dialog says what it would change", async () => {
    const change = page
      .getByRole("listitem")
      .filter({ hasText: `→ ${first}` })
      .last();
    await change.getByRole("button", { name: "Take back" }).click();
    const what = page.getByRole("dialog").getByRole("region", { name: "What changes" });
    await expect(what).toContainText(`Support contact ${second} →`);
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press("Escape");
  });

  const latest = page.getByRole("listitem").filter({ hasText: `${first} → ${second}` });
  await test.step("nobody's newer change is lost", async () => {
    await latest.getByRole("button", { name: "Take back" }).click();
    await mutate(page.request, "admin.settings.update", {
      id: "telegram",
      values: { supportContact: colleague },
    });
    await page.getByRole("dialog").getByRole("button", { name: "Take back" }).click();
    await expect(page.getByText("These settings were changed meanwhile")).toBeVisible();
    await expect(page.getByRole("listitem").filter({ hasText: `→ ${colleague}` })).toBeVisible();
  });

  await test.step("having looked again, it is done", async () => {
    await latest.getByRole("button", { name: "Take back" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog).toContainText(`${colleague} → ${first}`);
    await dialog.getByRole("button", { name: "Take back" }).click();
    await expect(dialog).toBeHidden();
    await expect(contact(page)).toHaveValue(first);
  });
});

test("a configuration is taken along without a key, changed, looked at and carried in", async ({
  page,
}) => {
  const secret = `sk_test_${randomInt(1e9).toString(36)}`;
  const imported = fresh("imported");
  const role = `Night desk ${randomInt(1e9).toString(36)}`;
  await signIn(page);
  await mutate(page.request, "admin.settings.update", {
    id: "gateway.stripe",
    values: { secretKey: secret },
  });
  await page.goto("/admin/settings?group=telegram");

  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export" }).click();
  const text = readFileSync(await (await download).path(), "utf8");
  const file = JSON.parse(text);
  await test.step("no key is in the file", () => {
    expect(file.plans.length).toBeGreaterThan(0);
    expect(text).not.toContain(secret);
    expect(text).not.toMatch(/secretKey|botToken|"token"/);
  });

  const choose = (content: string | Buffer) =>
    page.locator('input[type="file"]').setInputFiles({
      name: "configuration.json",
      mimeType: "application/json",
      buffer: Buffer.from(content),
    });
  await test.step("what is no configuration is refused in words, and nothing opens", async () => {
    for (const [content, words] of [
      ["", "This file is empty"],
      ["not json", "This file cannot be imported"],
      [JSON.stringify({ ...file, version: 7 }), "This file is of version 7"],
      [Buffer.alloc(3_000_000, "a"), "too large"],
    ] as const) {
      await choose(content);
      await expect(page.getByText(words).first()).toBeVisible();
    }
    await expect(page.getByRole("dialog")).toHaveCount(0);
  });

  // Only what is this test's own: what a file does not name stays.
  Object.assign(file, { plans: [], addons: [] });
  file.settings = { telegram: { ...file.settings.telegram, supportContact: imported } };
  file.roles = [{ name: role, permissions: ["customers.read"] }];
  await test.step("it is shown first, and nothing happens until it is agreed to", async () => {
    await choose(JSON.stringify(file));
    const dialog = page.getByRole("dialog", { name: "Import this configuration?" });
    await expect(dialog).toContainText(imported);
    await expect(dialog.getByRole("listitem").filter({ hasText: role })).toContainText(
      "See customers and their history",
    );
    expect(await seriousFindings(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await page.reload();
    await expect(contact(page)).not.toHaveValue(imported);
  });

  await test.step("then all of it counts, and the keys are where they were", async () => {
    await choose(JSON.stringify(file));
    await page.getByRole("button", { name: "Make 2 changes" }).click();
    await expect(page.getByRole("dialog")).toBeHidden();
    await expect(contact(page)).toHaveValue(imported);
    await page.goto("/admin/settings?group=gateway.stripe");
    await expect(page.getByLabel("Secret key")).toHaveAttribute("placeholder", /Stored/);
    await page.goto("/admin/team?tab=roles");
    await expect(page.getByRole("listitem").filter({ hasText: role })).toBeVisible();
  });

  await test.step("the same file again changes nothing", async () => {
    await page.goto("/admin/settings?group=telegram");
    await choose(JSON.stringify(file));
    await expect(page.getByText("already set up exactly as this file says")).toBeVisible();
  });
});

test("a setting that was changed by mistake is as it was by one press", async ({ page }) => {
  await signIn(page);
  await page.goto("/admin/settings?group=trial");
  const days = page.getByLabel("Days", { exact: true });
  const before = await days.inputValue();
  await days.fill("9");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Taken back")).toBeVisible();
  await expect(days).toHaveValue(before);
  await page.reload();
  await expect(days).toHaveValue(before);
});
