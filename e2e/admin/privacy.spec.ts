import { randomInt } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { signIn } from "../fixtures/admin";
import { seriousFindings } from "../fixtures/axe";
import { openDatabase } from "../fixtures/database";
import { Chat, newCustomer } from "../fixtures/shop";

test("somebody gets all that is kept of them, is forgotten at their wish, and the books stay", async ({
  page,
}) => {
  const note = `Prefers calls ${randomInt(1e9).toString(36)}`;
  const customer = await newCustomer(page.request, "Zora");
  const chat = new Chat(page, customer);
  await test.step("a customer who bought", async () => {
    await chat.open();
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await chat.press(/Buy a subscription/, /^Start/, /^30 days/, /^Bank card/);
    await chat.payByCard();
  });

  await signIn(page);
  const sql = openDatabase();
  const [row] = await sql<{ id: string }[]>`
    select id from customers where telegram_id = ${customer.id}`;
  const id = row?.id ?? "";
  await expect
    .poll(
      async () =>
        (await sql`select status from subscriptions where customer_id = ${id}`)[0]?.status,
    )
    .toBe("active");
  const books = () => sql`select j.id, e.account_id, e.amount, e.currency
    from ledger_entries e join ledger_journals j on j.id = e.journal_id
    where j.reference_id in (select id from orders where customer_id = ${id}
      union select id from payments where customer_id = ${id}) order by 1, 2`;
  const before = await books();

  try {
    await test.step("the file has everything, the notes about them too", async () => {
      await page.goto(`/admin/customers/${id}`);
      await page.getByRole("textbox", { name: "New note" }).fill(note);
      await page.getByRole("button", { name: "Add note" }).click();
      await expect(page.getByText(note).first()).toBeVisible();
      const download = page.waitForEvent("download");
      await page.getByRole("button", { name: "Export everything kept" }).click();
      const file = await download;
      expect(file.suggestedFilename()).toMatch(/^cus_\w+-\d{4}-\d\d-\d\d\.json$/);
      const kept = JSON.parse(readFileSync(await file.path(), "utf8"));
      expect(kept).toMatchObject({ profile: [{ id }], notes: [{ text: note }] });
      expect(kept.orders).toHaveLength(1);
      expect(kept.payments).toHaveLength(1);
    });

    await test.step("erasing says what it does, and wants the name", async () => {
      await page.getByRole("button", { name: "Erase personal data…" }).click();
      const dialog = page.getByRole("dialog");
      await expect(dialog).toContainText("The running subscription ends at once");
      await dialog.getByRole("textbox").fill("somebody else");
      await dialog.getByRole("button", { name: "Erase for good" }).click();
      await expect(page.getByText("That is another name. Nothing was erased.")).toBeVisible();
      await expect(dialog).toBeVisible();
      expect(await seriousFindings(page)).toEqual([]);
      await dialog.getByRole("textbox").fill(customer.firstName);
      await dialog.getByRole("button", { name: "Erase for good" }).click();
      await expect(dialog).toBeHidden();
    });

    await test.step("the page knows them by nothing any more", async () => {
      await expect(page.getByText("Personal data was erased")).toBeVisible();
      await expect(page.getByText(customer.firstName)).toHaveCount(0);
      await expect(page.getByText(note)).toHaveCount(0);
      await expect(page.getByRole("heading", { level: 1 })).toContainText("Erased person");
      for (const name of [/^Erase personal data/, /^Write a message/, /^Gift days/, "Add note"]) {
        await expect(page.getByRole("button", { name })).toHaveCount(0);
      }
      expect(await seriousFindings(page)).toEqual([]);
      await page.goto(`/admin/customers?q=${encodeURIComponent(customer.firstName)}`);
      await expect(page.getByRole("link", { name: customer.firstName })).toHaveCount(0);
    });

    await test.step("the books are as they were", async () => {
      expect(before.length).toBeGreaterThan(0);
      expect(await books()).toEqual(before);
      await page.goto(`/admin/customers/${id}`);
      await page.getByRole("button", { name: "Orders & payments" }).click();
      await expect(page.getByText(/^Order #\d+ paid$/)).toBeVisible();
    });

    await test.step("whoever comes back is a new customer", async () => {
      await chat.say("/start");
      await expect
        .poll(
          async () =>
            (await sql`select id from customers where telegram_id = ${customer.id}`)[0]?.id,
        )
        .toMatch(/^cus_/);
      const [again] = await sql`select id from customers where telegram_id = ${customer.id}`;
      expect(again?.id).not.toBe(id);
    });
  } finally {
    await sql.end();
  }
});
