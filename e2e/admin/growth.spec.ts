import { type Browser, expect, type Page, test } from "@playwright/test";
import { signIn } from "../fixtures/admin";
import { mutate } from "../fixtures/api";
import { Chat, type Customer, launchUrl, newCustomer } from "../fixtures/shop";

const READY = /is ready and works until/;

/** A person's Mini App in a browser of their own. */
async function miniApp(browser: Browser, customer: { id: number }): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await page.goto(await launchUrl(context.request, customer));
  await expect(page.getByRole("heading", { level: 1, name: /^Hello/ })).toBeVisible();
  return page;
}

/** Starts the bot, perhaps by an invitation. */
async function start(page: Page, customer: Customer, payload = ""): Promise<Chat> {
  const chat = new Chat(page, customer);
  // A link starts the bot with its payload: the chat has no such field of its own.
  if (payload) await chat.say(`/start ${payload}`);
  await chat.open();
  if (!payload) await page.getByRole("button", { name: "Start", exact: true }).click();
  await expect(chat.log.getByText(`Welcome, ${customer.firstName}!`)).toBeVisible();
  return chat;
}

/** Reads a page again until it shows something: jobs work behind it. */
async function shows(page: Page, check: () => Promise<void>): Promise<void> {
  await expect(async () => {
    await page.reload();
    await check();
  }).toPass({ timeout: 30_000 });
}

test("a friend's purchase rewards who invited them, pays out, and its refund takes it back", async ({
  page,
  browser,
  request,
}) => {
  test.setTimeout(180_000);
  const operator = await (await browser.newContext()).newPage();
  await signIn(operator);
  await mutate(operator.request, "admin.settings.update", {
    id: "partners",
    values: { currency: "RUB", holdDays: 0, bankMinimum: 100 },
  });

  // The referrer has a subscription, and becomes a partner by an application.
  const referrer = await newCustomer(request, "Partner");
  const chat = await start(page, referrer);
  await chat.press(/Buy a subscription/, /^Start/, /^30 days/, /^Bank card/);
  await chat.payByCard();
  await expect(chat.log.getByText(READY)).toBeVisible();
  const own = await miniApp(browser, referrer);
  const until = async (): Promise<number> => {
    await own.goto("/miniapp");
    await own.locator("[data-subscription]").click();
    const text = await own
      .getByText(/\d+ days/)
      .first()
      .textContent();
    return Number(/(\d+) days/.exec(text ?? "")?.[1]);
  };
  expect(await until()).toBe(30);

  await own.goto("/miniapp/profile/partner");
  await own.getByRole("textbox", { name: "About you" }).fill("A channel of 9,000 people");
  await own.getByRole("button", { name: "Apply" }).click();
  await expect(own.getByText("Your application is being read")).toBeVisible();
  await operator.goto("/admin/partners");
  const application = operator.getByRole("listitem").filter({ hasText: referrer.firstName });
  await expect(application).toContainText("A channel of 9,000 people");
  await application.getByRole("button", { name: "Approve" }).click();
  await operator.getByRole("dialog").getByRole("button", { name: "Approve" }).click();
  await shows(own, () => expect(own.getByTestId("payable")).toBeVisible({ timeout: 1000 }));

  // A friend comes by the link and pays a tenth less.
  await own.goto("/miniapp/profile/invite");
  const link = (await own.getByTestId("subscription-link").textContent()) ?? "";
  const friend = await newCustomer(request, "Invited");
  const friendTab = await (await browser.newContext()).newPage();
  const friendChat = await start(friendTab, friend, new URL(link).searchParams.get("start") ?? "");
  await friendChat.press(/Buy a subscription/, /^Plus/, /^30 days/);
  await expect(friendChat.log.getByText(/Invitation discount: /)).toBeVisible();
  await friendChat.press(/^Bank card .*₽269\.10/);
  await friendChat.payByCard();
  await expect(friendChat.log.getByText(READY)).toBeVisible();

  // 5 % of 269.10 roubles, ready to be paid out at once; and a free month.
  await own.goto("/miniapp/profile/partner");
  await shows(own, () =>
    expect(own.getByTestId("payable")).toHaveText("₽13.46", { timeout: 1000 }),
  );
  await expect(async () => expect(await until()).toBe(60)).toPass({ timeout: 30_000 });
  await operator.goto("/admin/partners");
  const row = operator.getByRole("row").filter({ hasText: referrer.firstName });
  await expect(row).toContainText("₽13.46");

  // The partner asks for it and watches each step without touching the page.
  await own.goto("/miniapp/profile/partner");
  await own.getByRole("combobox", { name: "Method" }).selectOption("bank_transfer");
  await own.getByRole("combobox", { name: "Account" }).selectOption("phone");
  await own.getByRole("textbox", { name: "Name" }).fill("Ann Lee");
  await own.getByRole("button", { name: "Save" }).click();
  await expect(own.getByText("Enter the account your money is to go to.")).toBeVisible();
  await own.getByRole("textbox", { name: "Number" }).fill("+79123456789");
  await own.getByRole("button", { name: "Save" }).click();
  await own.getByRole("textbox", { name: /^Amount/ }).fill("10");
  await own.getByRole("button", { name: "Request a payout" }).click();
  await expect(own.getByText("You get")).toBeVisible();
  await own.getByRole("button", { name: "Confirm the request" }).click();
  await expect(own.locator('[data-payout="requested"]')).toBeVisible();
  await expect(own.getByTestId("payable")).toHaveText("₽3.46");

  await operator.goto("/admin/payouts");
  const request1 = operator.getByRole("row").filter({ hasText: referrer.firstName });
  await request1.getByRole("button", { name: "Approve" }).click();
  const dialog = operator.getByRole("dialog");
  await expect(dialog).toContainText("₽10");
  await dialog.getByRole("button", { name: "Approve" }).click();
  await expect(own.locator('[data-payout="approved"]')).toBeVisible({ timeout: 30_000 });
  await request1.getByRole("button", { name: "Mark paid" }).click();
  await dialog.getByLabel(/reference/i).fill("SBP 4711");
  await dialog.getByRole("button", { name: "Mark paid" }).click();
  await expect(own.locator('[data-payout="paid"]')).toBeVisible({ timeout: 30_000 });
  await expect(own.getByText(/SBP 4711/)).toBeVisible();

  // The purchase is refunded: month and commission go back, what was paid out is owed.
  await operator.goto("/admin/payments");
  await operator.getByRole("link", { name: friend.firstName }).click();
  await operator.getByRole("button", { name: "Refund" }).click();
  await dialog.getByRole("button", { name: "Refund" }).click();
  await shows(own, () =>
    expect(own.getByText("Owed", { exact: true })).toBeVisible({ timeout: 1000 }),
  );
  await expect(own.getByTestId("payable")).toHaveText("₽0");
  await expect(async () => expect(await until()).toBe(30)).toPass({ timeout: 30_000 });
});

test("a promo code is for orders that are large enough, and says so", async ({
  page,
  browser,
  request,
}) => {
  await signIn(page);
  await page.goto("/admin/promocodes/new");
  const code = `BIG${Date.now().toString(36).toUpperCase()}`;
  await page.getByRole("textbox", { name: "Code", exact: true }).fill(code);
  await page.getByRole("textbox", { name: "Percentage" }).fill("20");
  await page
    .getByRole("group", { name: "Smallest order" })
    .getByRole("textbox", { name: "RUB" })
    .fill("200");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(/\/admin\/promocodes/);

  const app = await miniApp(browser, await newCustomer(request, "Saver"));
  await app.goto("/miniapp/purchase");
  await app.getByRole("link", { name: /^Start/ }).click();
  await app.getByRole("link", { name: /^30 days/ }).click();
  await app.getByRole("textbox", { name: "Promo code" }).fill(code.toLowerCase());
  await app.getByRole("button", { name: "Apply" }).click();
  await expect(app.getByText("This order is too small for the promo code.")).toBeVisible();

  await app.goto("/miniapp/purchase");
  await app.getByRole("link", { name: /^Plus/ }).click();
  await app.getByRole("link", { name: /^30 days/ }).click();
  await app.getByRole("textbox", { name: "Promo code" }).fill(code);
  await app.getByRole("button", { name: "Apply" }).click();
  await expect(app.getByText("Promo code applied")).toBeVisible();
  await app.getByRole("radio", { name: /^Bank card/ }).check();
  await expect(app.getByRole("button", { name: "Pay ₽239.20" })).toBeVisible();
  await app.getByRole("link", { name: "Remove" }).click();
  await expect(app.getByText("Promo code applied")).toBeHidden();
  await app.getByRole("radio", { name: /^Bank card/ }).check();
  await expect(app.getByRole("button", { name: "Pay ₽299" })).toBeVisible();
});
