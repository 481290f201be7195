import { randomInt } from "node:crypto";
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { codeFor } from "../fixtures/mail";
import { Chat, newCustomer } from "../fixtures/shop";

/* Customers without Telegram: the Mini App in a browser, with a code sent by e-mail. */

test.use({ viewport: { width: 360, height: 740 }, colorScheme: "dark", locale: "en-US" });

const someone = () => `web-${randomInt(2 ** 40).toString(36)}@example.com`;

async function ask(page: Page, email: string): Promise<string> {
  await page.goto("/miniapp");
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Send the code" }).click();
  await expect(page.getByRole("status")).toContainText(email);
  return codeFor(page, email);
}

async function enter(page: Page, code: string): Promise<void> {
  await page.getByRole("textbox", { name: /code/i }).fill(code);
  await page.getByRole("button", { name: "Sign in" }).click();
}

const home = (page: Page) => page.getByRole("heading", { level: 1, name: /^Hello/ });

async function signIn(page: Page, email = someone()): Promise<string> {
  await enter(page, await ask(page, email));
  await expect(home(page)).toBeVisible();
  return email;
}

const other = (context: BrowserContext) => context.browser()?.newContext() ?? context;

test("from the address bar to a working link, without Telegram", async ({ page }) => {
  const email = await signIn(page);
  await page.goto("/miniapp/purchase");
  await page.locator('main a[href*="plan="]').first().click();
  await page.locator('main a[href*="duration="]').first().click();
  // Back is a link here: there is no Telegram around to draw its button.
  await expect(page.getByRole("link", { name: "Back" })).toBeVisible();
  await expect(page.getByRole("radio", { name: /Stars/ })).toHaveCount(0);
  await page.getByRole("button", { name: /^Pay/ }).click();
  await expect(page).toHaveURL(/\/demo\/pay\//);
  await page.getByRole("button", { name: "Pay", exact: true }).click();
  await expect(page.getByText("Paid", { exact: true })).toBeVisible();
  await page.goto("/miniapp/profile");
  await page.locator('main a[href^="/miniapp/purchase/ord_"]').first().click();
  await page.locator('main a[href*="connect=1"]').click();
  await expect(page.getByTestId("subscription-link")).toHaveText(/^https?:\/\//);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(360);
  // The bot cannot write to this person: a letter does.
  await expect(async () => {
    const letters = await (await page.request.get("/demo/mail")).text();
    expect(letters.slice(letters.indexOf(email))).toContain("Your subscription is ready");
    expect(letters.indexOf(email)).toBeGreaterThan(-1);
  }).toPass();
});

test("a wrong code is said, the right one works after it, and once", async ({ page, context }) => {
  const email = someone();
  const code = await ask(page, email);
  await enter(page, code === "123456" ? "654321" : "123456");
  await expect(page.getByText("This is not the code")).toBeVisible();
  await enter(page, code);
  await expect(home(page)).toBeVisible();
  const stranger = await other(context);
  const again = await stranger.request.post("/api/miniapp/email-session", {
    data: { email, code, locale: "en" },
  });
  expect(again.ok()).toBe(false);
  expect(await again.json()).toMatchObject({ error: "code_expired" });
  await stranger.close();
});

test("known and unknown addresses get the same answer", async ({ page }) => {
  const known = await signIn(page);
  const answer = async (email: string) => {
    const reply = await page.request.post("/api/miniapp/email-code", {
      data: { email, locale: "en" },
    });
    return { status: reply.status(), text: await reply.text() };
  };
  expect(await answer(known)).toEqual(await answer(someone()));
});

test("a session is ended from another browser, and signing out leaves nothing", async ({
  page,
  context,
}) => {
  const email = await signIn(page);
  const second = await other(context);
  const elsewhere = await second.newPage();
  await signIn(elsewhere, email);
  await elsewhere.goto("/miniapp/profile/sessions");
  await elsewhere.getByRole("button", { name: /^End: / }).click();
  await elsewhere.getByRole("dialog").getByRole("button", { name: "End", exact: true }).click();
  await expect(elsewhere.getByRole("button", { name: /^End: / })).toHaveCount(0);
  await page.goto("/miniapp/profile");
  await expect(page.getByLabel("E-mail")).toBeVisible();

  await elsewhere.getByRole("button", { name: "Sign out" }).click();
  await elsewhere.getByRole("dialog").getByRole("button", { name: "Sign out" }).click();
  await expect(elsewhere.getByLabel("E-mail")).toBeVisible();
  await second.close();
});

test("the app speaks the language of the account, on another device too", async ({
  page,
  context,
}) => {
  const email = await signIn(page);
  await page.goto("/miniapp/profile");
  await page.getByRole("button", { name: "Русский" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Профиль" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "ru");

  const elsewhere = await (await other(context)).newPage();
  await enter(elsewhere, await ask(elsewhere, email));
  await expect(
    elsewhere.getByRole("heading", { level: 1, name: /^Здравствуйте|^Привет/ }),
  ).toBeVisible();
  await elsewhere.close();
});

test("a web customer links their Telegram by a link into the bot", async ({ page, request }) => {
  await signIn(page);
  await page.goto("/miniapp/profile");
  await page.getByRole("button", { name: "Link Telegram" }).click();
  const link = await page.getByTestId("telegram-link").getAttribute("href");
  const payload = new URL(link ?? "").searchParams.get("start") ?? "";
  const customer = await newCustomer(request, "Webster");
  await new Chat(page, customer).say(`/start ${payload}`);
  await expect(page.getByTestId("telegram-link")).toBeHidden();
  await expect(page.getByText(customer.firstName)).toBeVisible();
});

test("the web address of an invitation leads to the sign-in, which speaks one's language", async ({
  page,
}) => {
  await page.goto("/?ref=ALICE42&c=spring");
  await expect(page).toHaveURL(/\/miniapp\?ref=ALICE42&c=spring$/);
  await expect(page.getByRole("link", { name: "Continue in Telegram" })).toHaveAttribute(
    "href",
    /start=refw_ALICE42-spring$/,
  );
  await page.getByRole("button", { name: "Русский" }).click();
  await expect(page.getByLabel("Почта")).toBeVisible();
  await expect(page).toHaveURL(/ref=ALICE42/);
});
