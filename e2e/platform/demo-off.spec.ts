import { expect, test } from "@playwright/test";
import { ownApplication } from "./application";

/** What a shop in earnest must not have: doors to a world that is made up. */
const PORT = 4176;
const { startReady, remove } = ownApplication(PORT, { DEMO: "0" });
test.use({ baseURL: `http://localhost:${PORT}` });
test.beforeAll(() => startReady());
test.afterAll(remove);

const PAGES = ["/demo", "/demo/chat", "/demo/chat?person=1", "/demo/sub/abc", "/demo/pay/abc"];
const DOORS = [
  "telegram/state",
  "telegram/persons",
  "panel/state",
  "panel/mood",
  "gateway/payments",
  "gateway/payments/x/pay",
  "constructor/x",
];

test("without the demo nothing below /demo exists", async ({ request, page }) => {
  for (const path of PAGES) {
    expect((await request.get(path)).status(), path).toBe(404);
  }
  for (const path of DOORS.map((door) => `/demo/api/${door}`)) {
    expect((await request.get(path)).status(), `GET ${path}`).toBe(404);
    const posted = await request.post(path, { data: { mood: "outage" } });
    expect(posted.status(), `POST ${path}`).toBe(404);
  }
  expect((await request.post("/demo/pay/abc", { form: { action: "pay" } })).status()).toBe(404);

  await page.goto("/sign-in");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.locator('a[href^="/demo"]')).toHaveCount(0);
});
