import { type CDPSession, expect, type Page, test } from "@playwright/test";
import { Secret, TOTP } from "otpauth";
import { fillSignIn, signIn } from "../fixtures/admin";

const password = "a-password-of-my-own";

/** An operator of this test alone, with a session that was just confirmed. */
async function newOperator(page: Page): Promise<string> {
  await signIn(page);
  const email = `factors-${Date.now().toString(36)}@example.com`;
  const answer = await page.request.post("/api/trpc/admin.team.invite", {
    data: { json: { email, name: "Fay Factor", role: "admin", locale: "en" } },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
  const { result } = (await answer.json()) as { result: { data: { json: { link: string } } } };
  const link = new URL(result.data.json.link);
  await page.context().clearCookies();
  await page.goto(`${link.pathname}${link.hash}`);
  for (const field of await page.locator("input[type=password]").all()) await field.fill(password);
  await page.locator("button[type=submit]").click();
  await expect(page).toHaveURL(/\/sign-in\?done=password$/);
  await fillSignIn(page, email, password);
  await expect(page).toHaveURL(/\/admin/);
  return email;
}

async function signOut(page: Page): Promise<void> {
  // The open page would find out, and go to the sign-in page itself while the test does.
  await page.goto("about:blank");
  await page.request.post("/api/auth/sign-out");
  await page.goto("/sign-in");
}

const codeOf = (secret: string, offsetSeconds = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({
    timestamp: Date.now() + offsetSeconds * 1000,
  });

async function virtualAuthenticator(page: Page): Promise<CDPSession> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return cdp;
}

test("an app is set up, asked for, and stood in for once by each recovery code", async ({
  page,
}) => {
  test.setTimeout(120_000);
  const email = await newOperator(page);
  await page.goto("/admin/account");
  await page.getByRole("button", { name: "Set up", exact: true }).click();
  await expect(page.getByAltText("QR code for your app")).toBeVisible();
  const secret = await page
    .getByRole("button", { name: /^Copy [A-Z2-7]{32}$/ })
    .textContent()
    .then((text) => text?.trim() ?? "");
  await page.getByLabel("Code the app shows").fill("000000");
  await page.getByRole("button", { name: "Turn on" }).click();
  await expect(page.getByText("This is not right. Try again.").first()).toBeVisible();
  await page.getByLabel("Code the app shows").fill(codeOf(secret, -30));
  await page.getByRole("button", { name: "Turn on" }).click();
  await expect(page.getByTestId("recovery-code")).toHaveCount(10);
  const codes = await page.getByTestId("recovery-code").allTextContents();

  await signOut(page);
  await fillSignIn(page, email, password);
  await expect(page).toHaveURL(/second-step/);
  const code = page.locator('input[name="code"]');
  await code.fill(codeOf(secret, 90));
  await page.locator('button[type="submit"]').click();
  await expect(page.getByRole("alert").filter({ hasText: /\w/ }).first()).toBeVisible();
  await code.fill(codeOf(secret));
  await page.locator('button[type="submit"]').click();
  await expect(page).toHaveURL(/\/admin/);

  const byRecovery = async () => {
    await signOut(page);
    await fillSignIn(page, email, password);
    await expect(page).toHaveURL(/second-step/);
    await page.getByRole("button", { name: /recovery/i }).click();
    await page.locator('input[name="code"]').fill(codes[0] ?? "");
    await page.locator('button[type="submit"]').click();
  };
  await byRecovery();
  await expect(page).toHaveURL(/\/admin/);
  await byRecovery();
  await expect(page.getByRole("alert").filter({ hasText: /\w/ }).first()).toBeVisible();
  await expect(page).toHaveURL(/second-step/);
});

test("a passkey is made, and signs in without a password", async ({ page }) => {
  const email = await newOperator(page);
  await virtualAuthenticator(page);
  await page.goto("/admin/account");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Test laptop");
  await dialog.getByRole("button", { name: "Add a passkey" }).click();
  await expect(page.getByText("Test laptop")).toBeVisible();

  await signOut(page);
  await page.getByRole("button", { name: /passkey/i }).click();
  await expect(page).toHaveURL(/\/admin/);
  await page.goto("/admin/account");
  await expect(page.getByText(email)).toBeVisible();

  // The password alone is not enough any more.
  await signOut(page);
  await fillSignIn(page, email, password);
  await expect(page).toHaveURL(/second-step/);
});

test("a dangerous action asks who it is, and goes on by itself", async ({ page }) => {
  await signIn(page);
  await page.goto("/admin/account");
  let refused = 0;
  // As if ten minutes had gone by since the sign-in: the first answer is the server's refusal.
  await page.route("**/api/trpc/admin.account.startTotp*", async (route) => {
    refused += 1;
    if (refused > 1) return route.continue();
    const app = { code: "fresh_factor_needed", details: {} };
    const data = { code: "FORBIDDEN", httpStatus: 403, path: "admin.account.startTotp", app };
    const error = { json: { message: "Confirm that it is you.", code: -32003, data } };
    await route.fulfill({ status: 403, json: [{ error }] });
  });
  await page.getByRole("button", { name: "Set up", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Confirm that it is you" });
  await dialog.getByLabel("Password").fill("not-the-password");
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await expect(dialog.getByText("This is not right. Try again.")).toBeVisible();
  await dialog.getByLabel("Password").fill(process.env.E2E_ADMIN_PASSWORD ?? "");
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByAltText("QR code for your app")).toBeVisible();
  expect(refused).toBe(2);
});

test("one's name and password are changed on the account page, at 360 px too", async ({ page }) => {
  const email = await newOperator(page);
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto("/admin/account");
  await page.getByLabel("Name", { exact: true }).fill("Fay Renamed");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Fay Renamed" })).toBeVisible();
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);

  const next = "another-password-of-my-own";
  await page.getByRole("button", { name: "Change password" }).click();
  const dialog = page.getByRole("dialog", { name: "Change password" });
  await dialog.getByLabel("Current password").fill(password);
  await dialog.getByLabel("New password").fill(next);
  await dialog.getByRole("button", { name: "Change" }).click();
  await expect(dialog).toBeHidden();
  await signOut(page);
  await fillSignIn(page, email, next);
  await expect(page).toHaveURL(/\/admin/);
});
