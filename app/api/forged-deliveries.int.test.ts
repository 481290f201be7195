import { createHash, createHmac } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { testDatabase } from "@/db/testing";
import { systemContext } from "@/server/core/context";
import { provideEnv } from "@/server/core/env";
import { updateSettingsGroup } from "@/server/domains/settings";
import { POST as telegram } from "./telegram/webhook/route";
import { POST as payments } from "./webhooks/payments/[gateway]/route";
import { POST as panel } from "./webhooks/remnawave/route";

/* Whoever forges webhooks is told to wait and costs nothing any more; who signs them is never counted. */

const { db, sql } = await testDatabase();
const BOT = "telegram-secret-of-tests";
const PANEL = "s".repeat(32);
provideEnv({
  TELEGRAM_BOT_TOKEN: "1:token",
  TELEGRAM_WEBHOOK_SECRET: BOT,
  REMNAWAVE_HOST: "http://127.0.0.1:9",
  REMNAWAVE_TOKEN: "t",
  REMNAWAVE_WEBHOOK_SECRET: PANEL,
});
await updateSettingsGroup(systemContext("test", { db }), {
  id: "gateway.crypto_pay",
  values: { enabled: true, token: "1:crypto-pay-token-of-tests" },
});

const MOST = 60;
let made = 0;
const event = () => {
  made += 1;
  const timestamp = new Date(Date.now() + made).toISOString();
  return JSON.stringify({ scope: "node", event: "node.modified", timestamp, data: {}, meta: null });
};
const hmac = (body: string, secret: string) =>
  createHmac("sha256", secret).update(body).digest("hex");

const cryptoPay = (body: string, token: string) =>
  createHmac("sha256", createHash("sha256").update(token).digest()).update(body).digest("hex");

type Send = (address: string, signed: boolean) => Promise<Response>;
const request = (address: string, body: string, headers: Record<string, string>) =>
  new Request("http://shop/api", {
    method: "POST",
    body,
    headers: { "x-rezeis-peer": address, "content-type": "application/json", ...headers },
  });
const ROUTES: [name: string, accepted: number, send: Send][] = [
  [
    "the panel",
    200,
    (address, signed) => {
      const body = event();
      const signature = hmac(body, signed ? PANEL : "another");
      return panel(request(address, body, { "x-remnawave-signature": signature }));
    },
  ],
  [
    "Telegram",
    400,
    (address, signed) => {
      const headers = { "x-telegram-bot-api-secret-token": signed ? BOT : "another" };
      // Through the door, and no update then: no bot is here to handle one.
      return telegram(request(address, "{}", headers));
    },
  ],
  [
    "a gateway",
    200,
    (address, signed) => {
      made += 1;
      const body = JSON.stringify({ update_id: made, update_type: "none", payload: {} });
      const key = signed ? "1:crypto-pay-token-of-tests" : "another";
      return payments(
        request(address, body, { "crypto-pay-api-signature": cryptoPay(body, key) }),
        {
          params: Promise.resolve({ gateway: "crypto_pay" }),
        },
      );
    },
  ],
];

beforeEach(() => sql`delete from rate_limits`);

test.each(ROUTES)(
  "who forges %s's deliveries waits, who signs them does not",
  async (name, accepted, send) => {
    const address = `198.51.100.${ROUTES.findIndex(([other]) => other === name) + 1}`;
    const forged = await Promise.all(Array.from({ length: MOST + 20 }, () => send(address, false)));
    const statuses = forged.map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(MOST);
    expect(statuses.filter((status) => status === 429)).toHaveLength(20);
    const told = forged.find(({ status }) => status === 429);
    expect(Number(told?.headers.get("retry-after"))).toBeGreaterThan(0);

    // From then on not even the count is written.
    const before = await sql`select count from rate_limits`;
    expect((await send(address, false)).status).toBe(429);
    expect(await sql`select count from rate_limits`).toEqual(before);

    // The same address with a good signature, and another with a bad one.
    const good = await Promise.all(Array.from({ length: MOST + 20 }, () => send(address, true)));
    expect(new Set(good.map(({ status }) => status))).toEqual(new Set([accepted]));
    expect((await send("203.0.113.50", false)).status).toBe(401);
  },
);
