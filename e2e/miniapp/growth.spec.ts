import { expect, type Page, test } from "@playwright/test";
import {
  type Customer,
  establishedCustomer,
  launchUrl,
  newCustomer,
  payUrl,
} from "../fixtures/shop";

async function open(page: Page, customer: { id: number }): Promise<void> {
  await page.goto(await launchUrl(page.request, customer));
  await expect(page.getByRole("heading", { level: 1, name: /^Hello/ })).toBeVisible();
}

/** Says something to the bot as this person. */
async function tellBot(page: Page, { id }: Customer, text: string): Promise<void> {
  const said = await page.request.post(`/demo/api/telegram/chats/${id}/messages`, {
    data: { text },
  });
  expect(said.ok(), await said.text()).toBe(true);
}

async function readLink(page: Page, id: string | undefined): Promise<string> {
  await page.goto(`/miniapp/subscription/${id}`);
  return (await page.getByTestId("subscription-link").textContent()) ?? "";
}

test("a newcomer tries for free with one press and keeps the link when choosing a plan", async ({
  page,
  request,
}) => {
  await open(page, await newCustomer(request, "Trying"));
  await expect(page.getByText("Try Start for free")).toBeVisible();
  await expect(page.getByRole("link", { name: "Choose a plan" })).toBeVisible();
  await page.getByRole("button", { name: "Try for free" }).click();
  await expect(page).toHaveURL(/\/miniapp\/subscription\/sub_/);
  const link = page.getByTestId("subscription-link");
  await expect(link).toHaveText(/^https?:\/\//);
  const id = new URL(page.url()).pathname.split("/").at(-1);

  await page.goto("/miniapp");
  await expect(page.getByRole("button", { name: "Try for free" })).toHaveCount(0);
  await expect(page.getByText(/your link and devices stay/)).toBeVisible();
  await page.goto("/miniapp/profile/invite");
  await expect(page.getByText("Inviting comes with your first purchase")).toBeVisible();

  const before = await readLink(page, id);
  await page.goto("/miniapp");
  await page.getByRole("link", { name: "Choose a plan", exact: true }).click();
  await page.getByRole("link", { name: /^Plus/ }).click();
  await page.getByRole("link", { name: /^30 days/ }).click();
  await page.getByRole("radio", { name: /^Bank card/ }).check();
  await page.getByRole("button", { name: /^Pay/ }).click();
  await expect(page).toHaveURL(/\/miniapp\/purchase\/ord_/);
  await expect(page.getByTestId("invoice").getByText("Plus · 30 days")).toBeVisible();
  const order = page.url();
  await page.goto(await payUrl(page, order));
  await page.getByRole("button", { name: "Pay", exact: true }).click();
  await expect(page.getByText("Paid", { exact: true })).toBeVisible();
  await page.goto(order);
  await expect(page.getByText("Ready", { exact: true })).toBeVisible({ timeout: 30_000 });
  expect(await readLink(page, id)).toBe(before);
  await page.goto("/miniapp");
  await expect(page.locator("[data-subscription]")).toHaveCount(1);
  await expect(page.locator("[data-subscription]")).toContainText("Plus #1");
});

test("a code is refused in words, in the profile", async ({ page, request }) => {
  await open(page, await newCustomer(request, "Code"));
  await page.goto("/miniapp/profile");
  const field = page.getByRole("textbox", { name: "Enter a code" });
  await field.fill("no-such-code");
  await field.press("Enter");
  await expect(page.getByText("There is no such promo code")).toBeVisible();
  await expect(field).toHaveAttribute("aria-invalid", "true");
});

test("who came by a link is seen by whom they came from", async ({ page, request }) => {
  await open(page, await establishedCustomer(request, 2));
  await page.goto("/miniapp/profile/invite");
  const link = (await page.getByTestId("subscription-link").textContent()) ?? "";
  const payload = new URL(link).searchParams.get("start") ?? "";
  const code = payload.replace("ref_", "");
  expect(payload).toMatch(/^ref_[A-Z0-9]+$/);
  await expect(page.getByRole("img", { name: "QR code of your invitation" })).toBeVisible();
  await expect(page.getByText("Your friend gets 10% off the first month.")).toBeVisible();

  const followed = await request.get(`/r/${code}?c=tiktok`, { maxRedirects: 0 });
  expect(followed.status()).toBe(302);
  expect(followed.headers().location).toBe(`${link.replace("ref_", "refw_")}-tiktok`);
  const landed = await request.get(`/?ref=${code}`, { maxRedirects: 0 });
  expect(landed.headers().location).toBe(`/r/${code}?web=1`);

  const friend = await newCustomer(request, "Friend");
  await tellBot(page, friend, `/start ${payload}`);
  await expect(async () => {
    await page.reload();
    await expect(page.getByText(friend.firstName)).toBeVisible({ timeout: 1000 });
  }).toPass();
  await expect(page.getByText("not bought yet").first()).toBeVisible();
});

test("a subscription renews itself when it is switched on, and an order is an invoice", async ({
  page,
  request,
}) => {
  await open(page, await establishedCustomer(request, 3));
  await page.locator("[data-subscription]").first().click();
  const renewal = page.getByRole("switch", { name: /Renew automatically/ });
  await expect(renewal).toHaveAttribute("aria-checked", "false");
  await renewal.press("Enter");
  await expect(renewal).toHaveAttribute("aria-checked", "true");
  await renewal.press("Enter");
  await expect(renewal).toHaveAttribute("aria-checked", "false");

  await page.goto("/miniapp/profile");
  await page.locator('a[href^="/miniapp/purchase/ord_"]').first().click();
  await expect(page.getByTestId("invoice").getByText("Total")).toBeVisible();
});
