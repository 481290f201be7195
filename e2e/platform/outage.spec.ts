import { expect, test } from "@playwright/test";
import { operator, signIn } from "../fixtures/admin";
import { Chat, newCustomer, panelUser } from "../fixtures/shop";
import { ownApplication } from "./application";

/** The panel's bad day is everybody's, so that this application is not shared with other tests. */
const PORT = 4175;
const { startReady, remove } = ownApplication(PORT, {
  ADMIN_EMAIL: operator.email,
  ADMIN_PASSWORD: operator.password,
});
test.use({ baseURL: `http://localhost:${PORT}` });
test.setTimeout(180_000);
test.beforeAll(() => startReady());
test.afterAll(remove);

/** Longer than the delivery job tries by itself. */
const OUTAGE_MS = 20_000;
const PROMISED_MS = 30_000;

test("who pays while the panel is down is told so, and served once within 30 s of its return", async ({
  page,
  browser,
  request,
}) => {
  const mood = async (name: string) => {
    const answer = await request.post("/demo/api/panel/mood", { data: { mood: name } });
    expect(answer.ok(), await answer.text()).toBe(true);
  };
  const usersOnPanel = async () => {
    const answer = await request.get("/demo/api/panel/state");
    return ((await answer.json()) as { response: { users: { total: number } } }).response.users;
  };
  const customer = await newCustomer(request, "Patient");
  const before = await usersOnPanel();
  const chat = new Chat(page, customer);
  await chat.open();
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await chat.press(/Buy a subscription/, /^Plus/, /^30 days/, /^Bank card/);
  await mood("outage");
  await chat.payByCard();
  const paidAt = Date.now();
  const preparing = chat.log.getByText("Your subscription Plus is being prepared");
  const ready = chat.log.getByText("Your subscription Plus is ready and works until");
  await expect(preparing).toBeVisible({ timeout: 30_000 });

  const operators = await browser.newContext({ baseURL: `http://localhost:${PORT}` });
  const dashboard = await operators.newPage();
  await signIn(dashboard);
  const panelIsUp = async () => {
    const answer = await dashboard.request.get("/api/trpc/admin.remnawave.state");
    const body = (await answer.json()) as { result: { data: { json: { up: boolean | null } } } };
    return body.result.data.json.up;
  };
  await expect.poll(panelIsUp, { timeout: 60_000 }).toBe(false);
  await expect.poll(() => Date.now() - paidAt, { timeout: 60_000 }).toBeGreaterThan(OUTAGE_MS);
  await expect(ready).toHaveCount(0);
  expect((await usersOnPanel()).total).toBe(before.total);

  await mood("ok");
  const backAt = Date.now();
  await expect(ready).toBeVisible({ timeout: PROMISED_MS });
  const tookMs = Date.now() - backAt;
  console.log(`delivered and told ${(tookMs / 1000).toFixed(1)} s after the panel's return`);
  expect(tookMs).toBeLessThan(PROMISED_MS);

  // The next rounds of the sweep find nothing to do, and nobody writes again.
  await expect.poll(panelIsUp, { timeout: 60_000 }).toBe(true);
  const user = await panelUser(request, await chat.readLink());
  expect(user).toMatchObject({ status: "ACTIVE", telegramId: customer.id, hwidDeviceLimit: 3 });
  expect((await usersOnPanel()).total).toBe(before.total + 1);
  await expect(preparing).toHaveCount(1);
  await expect(ready).toHaveCount(1);
  await operators.close();
});
