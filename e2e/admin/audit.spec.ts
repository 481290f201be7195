import { randomInt } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { signIn } from "../fixtures/admin";
import { mutate } from "../fixtures/api";
import { seriousFindings } from "../fixtures/axe";
import { openDatabase } from "../fixtures/database";

const FIELD = "Minutes an unpaid order stays open";

/** Changes a setting, so that the log has something of this test alone; the new value. */
async function changeSetting(page: Page): Promise<number> {
  const lifetimeMinutes = randomInt(100, 10_000);
  await mutate(page.request, "admin.settings.update", {
    id: "orders",
    values: { lifetimeMinutes },
  });
  return lifetimeMinutes;
}

test("what somebody did is found in their own words, opened in full and taken along", async ({
  page,
}) => {
  await signIn(page);
  const value = await changeSetting(page);
  await page.getByRole("navigation").getByRole("link", { name: "Audit log" }).click();
  const rows = page.getByRole("row").filter({ hasNot: page.getByRole("columnheader") });
  const changed = rows.filter({ hasText: "Settings changed" });
  const mine = changed.filter({ hasText: FIELD }).first();

  await test.step("found by what the action is called", async () => {
    await page.getByRole("searchbox").fill("settings chan");
    await expect(page).toHaveURL(/q=settings/);
    await expect(rows.filter({ hasText: "Signed in" })).toHaveCount(0);
    await expect(mine).toBeVisible();
  });

  await test.step("the drawer has before and after in words, and gives the focus back", async () => {
    const opener = mine.getByRole("button", { name: "Settings changed" });
    await opener.click();
    const drawer = page.getByRole("dialog", { name: "Settings changed" });
    const field = drawer.getByRole("row").filter({ hasText: FIELD });
    await expect(field.getByRole("cell").last()).toHaveText(String(value));
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await expect(drawer).toBeHidden();
    await expect(opener).toBeFocused();
  });

  await test.step("the file has what the list shows, and nothing else", async () => {
    await page.getByRole("button", { name: "Export" }).click();
    const download = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: "CSV" }).click();
    const file = readFileSync(await (await download).path(), "utf8");
    expect(file).toContain(`""lifetimeMinutes"":${value}`);
    expect(file).toContain("settings.update");
    expect(file).not.toContain("team.signIn");
  });

  await test.step("all of a session", async () => {
    await mine.getByRole("button", { name: "Settings changed" }).click();
    await page.getByRole("button", { name: "All of this session" }).click();
    await expect(page.getByText("One session only")).toBeVisible();
    await expect(changed.first()).toBeVisible();
  });

  await test.step("nothing found says so, and leads back", async () => {
    await page.getByRole("searchbox").fill("no such thing anywhere");
    await expect(page.getByText("One session only")).toBeVisible();
    await expect(changed).toHaveCount(0);
    await page.getByRole("button", { name: "Reset filters" }).first().click();
    await expect(changed.first()).toBeVisible();
  });
});

test("the log says that it is whole, and names the entry that was tampered with", async ({
  page,
}) => {
  await signIn(page);
  const value = await changeSetting(page);
  await page.goto("/admin/audit");
  const check = page.getByRole("button", { name: "Check the log" });
  await check.click();
  await expect(page.getByText(/The log is whole: \d+ entries checked/)).toBeVisible();

  const sql = openDatabase();
  try {
    // The table refuses changes; whoever owns the database can still make one.
    const tamper = (from: number, to: number) =>
      sql.begin(async (tx) => {
        await tx`set local session_replication_role = replica`;
        return tx<{ seq: string }[]>`update audit_log
          set after = jsonb_set(after, '{lifetimeMinutes}', to_jsonb(${to}::int))
          where after ->> 'lifetimeMinutes' = ${String(from)} returning seq`;
      });
    await expect(
      sql`update audit_log set action = 'x' where after ->> 'lifetimeMinutes' = ${String(value)}`,
    ).rejects.toThrow(/append-only/);
    const [entry] = await tamper(value, 7);
    try {
      await check.click();
      await expect(
        page.getByText(`The log does not hold: entry ${entry?.seq} was changed`),
      ).toBeVisible();
    } finally {
      await tamper(7, value);
    }
    await check.click();
    await expect(page.getByText(/The log is whole/).first()).toBeVisible();
  } finally {
    await sql.end();
  }
});
