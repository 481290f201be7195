import { expect, test } from "@playwright/test";
import { realtimeConnected, signIn } from "../fixtures/admin";
import { Chat, newCustomer, panelUser } from "../fixtures/shop";

const DAY_MS = 86_400_000;
const GB = 1_073_741_824;

const daysLeft = (expireAt: string) => (Date.parse(expireAt) - Date.now()) / DAY_MS;
/** The message that the shop sends by itself once the panel has the user. */
const READY = (plan: string) => `Your subscription ${plan} is ready and works until`;

test("a newcomer pays by card, connects, and the operator watches the sale come in", async ({
  page,
  browser,
  request,
}) => {
  const customer = await newCustomer(request, "Card");
  const operatorContext = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const overview = await operatorContext.newPage();
  await signIn(overview);
  await realtimeConnected(overview, () => overview.reload());
  const orders = await operatorContext.newPage();
  await realtimeConnected(orders, () => orders.goto("/admin/orders"));
  await expect(orders.getByRole("row").nth(1)).toBeVisible();
  await expect(overview.getByText(customer.firstName)).toHaveCount(0);

  const chat = new Chat(page, customer);
  await chat.open();
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await expect(chat.log.getByText(`Welcome, ${customer.firstName}!`)).toBeVisible();
  await chat.press(/Buy a subscription/, /^Plus/, /^30 days/, /^Bank card/);
  await chat.payByCard();
  await expect(chat.log.getByText(READY("Plus"))).toBeVisible();

  const link = await chat.readLink();
  const user = await panelUser(request, link);
  expect(user).toMatchObject({
    status: "ACTIVE",
    telegramId: customer.id,
    trafficLimitBytes: 300 * GB,
    trafficLimitStrategy: "MONTH",
    hwidDeviceLimit: 3,
    subscriptionUrl: link,
  });
  expect(user.activeInternalSquads.map(({ name }) => name).sort()).toEqual([
    "Default-Squad",
    "Premium",
  ]);
  expect(daysLeft(user.expireAt)).toBeGreaterThan(29.9);
  expect(daysLeft(user.expireAt)).toBeLessThan(30.1);

  // Neither page was loaded again.
  await expect(overview.getByRole("link", { name: customer.firstName })).toBeVisible();
  const row = orders.getByRole("row").filter({ hasText: customer.firstName });
  await expect(row).toContainText("Plus");
  await expect(row).toContainText("Fulfilled");
  await operatorContext.close();
});

test("the same with Stars, asked for inside the chat", async ({ page, request }) => {
  const customer = await newCustomer(request, "Stars");
  const chat = new Chat(page, customer);
  await chat.open();
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await chat.press(/Buy a subscription/, /^Start/, /^90 days/, /^Telegram Stars/, /^💳 Pay/);
  await chat.payWithStars();
  await expect(chat.log.getByText("You paid ⭐️ 290")).toBeVisible();
  await expect(chat.log.getByText(READY("Start"))).toBeVisible();

  const user = await panelUser(request, await chat.readLink());
  expect(user).toMatchObject({ status: "ACTIVE", hwidDeviceLimit: 1, trafficLimitBytes: 50 * GB });
  expect(user.activeInternalSquads.map(({ name }) => name)).toEqual(["Default-Squad"]);
  expect(daysLeft(user.expireAt)).toBeGreaterThan(89.9);
  expect(daysLeft(user.expireAt)).toBeLessThan(90.1);
});

test("renewing and changing the plan keep the link and the panel's user", async ({
  page,
  request,
}) => {
  const customer = await newCustomer(request, "Loyal");
  const chat = new Chat(page, customer);
  await chat.open();
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await chat.press(/Buy a subscription/, /^Start/, /^30 days/, /^Bank card/);
  await chat.payByCard();
  await expect(chat.log.getByText(READY("Start"))).toBeVisible();
  const link = await chat.readLink();
  const first = await panelUser(request, link);

  await chat.command("/subscriptions");
  await chat.press(/^🟢 Start/, /Renew$/, /^30 days/, /^Bank card/);
  await chat.payByCard();
  await expect(chat.log.getByText(/Your subscription Start now works until/)).toBeVisible();
  await expect
    .poll(async () => daysLeft((await panelUser(request, link)).expireAt))
    .toBeGreaterThan(59.9);

  await chat.command("/subscriptions");
  await chat.press(/^🟢 Start/, /Change plan/, /^Family/, /^90 days/, /^Bank card/);
  await chat.payByCard();
  await expect(chat.log.getByText(/Your subscription Family now works until/)).toBeVisible();
  await expect.poll(async () => (await panelUser(request, link)).hwidDeviceLimit).toBe(8);
  const last = await panelUser(request, link);
  expect(last).toMatchObject({ id: first.id, status: "ACTIVE", trafficLimitBytes: 0 });
  expect(last.subscriptionUrl).toBe(link);
});
