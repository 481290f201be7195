import { randomBytes } from "node:crypto";
import pino from "pino";
import { z } from "zod";
import { startDemoGateway } from "@/server/demo/gateway";
import { until } from "../until";
import type { SentWebhook, StartDouble } from "./contract";
import { startHttpDouble } from "./http-double";

const made = z.object({ id: z.string() });

/** The demo's own gateway behind a door that can be shut; its webhooks end here, for the test to hand on. */
export const startDemo: StartDouble = async ({ sql }) => {
  const key = randomBytes(16).toString("hex");
  const caught: SentWebhook[] = [];
  const ids = new Set<string>();
  const sink = await startHttpDouble({
    refusal: { body: {} },
    isCreation: () => false,
    handle: ({ headers, text }) => {
      caught.push({ rawBody: Buffer.from(text), headers, address: "203.0.113.9" });
      return { body: {} };
    },
  });
  const gateway = await startDemoGateway({
    sql,
    key,
    webhookUrl: () => sink.baseUrl,
    publicBase: () => "http://localhost/pay",
    log: pino({ level: "silent" }),
  });
  const door = await startHttpDouble({
    refusal: { status: 422, body: { error: "refused" } },
    isCreation: ({ method, path }) => method === "POST" && path === "/v1/payments",
    async handle({ method, path, headers, text }) {
      headers.delete("content-length");
      const answer = await fetch(`${gateway.url}${path}`, {
        method,
        headers,
        body: method === "POST" ? text : undefined,
      });
      const body: unknown = await answer.json();
      if (method === "POST" && path === "/v1/payments" && answer.ok) ids.add(made.parse(body).id);
      return { status: answer.status, body };
    },
  });

  /** Does something that ends in a webhook, and waits for it. */
  async function telling(action: () => Promise<unknown>): Promise<void> {
    const before = caught.length;
    await action();
    await until(() => caught.length > before, { what: "the demo gateway's webhook" });
  }

  return {
    baseUrl: door.baseUrl,
    settings: { enabled: true, baseUrl: door.baseUrl, key },
    async pay(externalId, received) {
      if (received) {
        const asked = JSON.stringify({ value: received.decimal, currency: received.currency });
        await sql`update demo.gateway_payment set doc = doc || ${asked}::text::jsonb
          where id = ${externalId}`;
      }
      await telling(() => gateway.act(externalId, "pay"));
    },
    fail: (externalId) => telling(() => gateway.act(externalId, "decline")),
    async refund(externalId, decimal) {
      if (!decimal) return telling(() => gateway.act(externalId, "refund"));
      await telling(() =>
        fetch(`${gateway.url}/v1/refunds`, {
          method: "POST",
          headers: {
            authorization: `Bearer ${key}`,
            "idempotency-key": randomBytes(8).toString("hex"),
          },
          body: JSON.stringify({ payment_id: externalId, value: decimal, currency: "RUB" }),
        }),
      );
    },
    takeWebhooks: () => caught.splice(0),
    setMood: door.setMood,
    created: () => ids.size,
    async stop() {
      await gateway.stop();
      await Promise.all([sink.stop(), door.stop()]);
    },
  };
};
