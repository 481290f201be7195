import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import type { Sql } from "@/db/client";
import { hmacSha256Hex, safeEqual } from "@/server/core/crypto";
import type { Logger } from "@/server/core/logger";
import { fromDecimal, isCurrency } from "@/server/rules/money";
import { ACTIONS, isAction, present, refund } from "./actions";
import { payPage } from "./page";
import { type DemoPayment, openStore } from "./store";

export type DemoGatewayOptions = {
  sql: Sql;
  /** Both the API's bearer key and the webhooks' signing key. */
  key: string;
  webhookUrl: () => string;
  /** Where customers pay: `<base>/<payment id>`. */
  publicBase: () => string;
  log: Logger;
  retryMs?: number;
};

/** How the gateway behaves badly, for testers. */
export type GatewayMood = {
  webhooks: "ok" | "drop" | "twice";
  api: "ok" | "errors" | "created-but-no-answer";
  /** What becomes of charges without the customer; `wait` leaves them to the page. */
  charges: "pay" | "decline" | "wait";
};

const MOODS = z.object({
  webhooks: z.enum(["ok", "drop", "twice"]).optional(),
  api: z.enum(["ok", "errors", "created-but-no-answer"]).optional(),
  charges: z.enum(["pay", "decline", "wait"]).optional(),
});
const newPayment = z.object({
  value: z.string().max(30),
  currency: z.string().max(10),
  reference: z.string().min(1).max(100),
  description: z.string().max(300),
  return_url: z.string().max(2000),
  save_method: z.boolean().default(false),
});
const newCharge = newPayment
  .omit({ return_url: true, save_method: true })
  .extend({ token: z.string().min(1).max(100) });
const newRefund = z.object({
  payment_id: z.string(),
  value: z.string().max(30),
  currency: z.string().max(10),
  reference: z.string().max(100).nullish(),
});

const POLL_MS = 300;

export type DemoGateway = Awaited<ReturnType<typeof startDemoGateway>>;

/** A payment provider on loopback: an API, a page to pay on, and signed webhooks that come until they are taken. */
export async function startDemoGateway(options: DemoGatewayOptions) {
  const { key, log, retryMs = 2000 } = options;
  const store = await openStore(options.sql);
  const mood: GatewayMood = { webhooks: "ok", api: "ok", charges: "pay" };
  const shown = (payment: DemoPayment) => present(payment, `${options.publicBase()}/${payment.id}`);

  async function act(id: string, action: string): Promise<DemoPayment | null> {
    if (!isAction(action)) return null;
    const payment = await store.change(id, ACTIONS[action]);
    void deliver();
    return payment;
  }

  /** A kept card is charged while its holder is away; asked twice with one reference, charged once. */
  async function charge(body: unknown): Promise<DemoPayment | null> {
    const { token, ...wanted } = newCharge.parse(body);
    if (!(await store.hasCard(token))) return null;
    const payment = await store.create({ ...wanted, card: token, returnUrl: "" });
    if (mood.charges === "wait" || payment.status !== "pending") return payment;
    return act(payment.id, mood.charges);
  }

  async function refundByApi(body: unknown, idempotencyKey: string) {
    const wanted = newRefund.parse(body);
    const known = await store.knownRefund(idempotencyKey);
    if (known) return { status: 200, body: { id: known } };
    const amount = isCurrency(wanted.currency)
      ? fromDecimal(wanted.value, wanted.currency)?.amount
      : undefined;
    let made: string | undefined;
    await store.change(wanted.payment_id, (payment) => {
      const changed = refund(payment, amount ?? 0n, wanted.reference ?? null);
      made = changed?.payment.refunds.at(-1)?.id;
      return changed;
    });
    if (!made) return { status: 422, body: { error: "refund_not_possible" } };
    await store.rememberRefund(idempotencyKey, made);
    void deliver();
    return { status: 200, body: { id: made } };
  }

  async function api(method: string, path: string, body: unknown, idempotencyKey: string) {
    if (mood.api === "errors") return { status: 503, body: { error: "unavailable" } };
    if (method === "GET" && path === "/v1/ping") return { status: 200, body: { ok: true } };
    if (method === "POST" && path === "/v1/payments") {
      const { return_url, save_method: save, ...wanted } = newPayment.parse(body);
      const payment = await store.create({ ...wanted, save, returnUrl: return_url });
      if (mood.api === "created-but-no-answer") return null;
      return { status: 200, body: shown(payment) };
    }
    if (method === "POST" && path === "/v1/charges") {
      const charged = await charge(body);
      if (mood.api === "created-but-no-answer") return null;
      return charged
        ? { status: 200, body: shown(charged) }
        : { status: 422, body: { error: "unknown_card" } };
    }
    if (method === "POST" && path === "/v1/refunds") return refundByApi(body, idempotencyKey);
    const found = /^\/v1\/payments\/(by-reference\/)?([^/]+)$/.exec(path);
    if (method === "GET" && found) {
      const id = decodeURIComponent(found[2] ?? "");
      const payment = await (found[1] ? store.byReference(id) : store.get(id));
      return payment
        ? { status: 200, body: shown(payment) }
        : { status: 404, body: { error: "not_found" } };
    }
    if (method === "POST" && path === "/__demo/mood") {
      Object.assign(mood, MOODS.parse(body));
      return { status: 200, body: mood };
    }
    if (method === "GET" && path === "/__demo/payments") {
      return { status: 200, body: { mood, payments: (await store.latest()).map(shown) } };
    }
    return { status: 404, body: { error: "not_found" } };
  }

  async function pay(request: IncomingMessage, response: ServerResponse, path: string) {
    const [, id = "", action] = /^\/pay\/([\w-]+)(?:\/([\w-]+))?$/.exec(path) ?? [];
    const payment =
      action && request.method === "POST" ? await act(id, action) : await store.get(id);
    if (!payment) {
      response.writeHead(404, { "content-type": "text/plain" }).end("There is no such payment.");
      return;
    }
    if (action) {
      response.writeHead(303, { location: `${options.publicBase()}/${payment.id}` }).end();
      return;
    }
    response
      .writeHead(200, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" })
      .end(payPage(payment, String(request.headers["accept-language"] ?? "")));
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    if (path.startsWith("/pay/")) return pay(request, response, path);
    if (!safeEqual(String(request.headers.authorization ?? ""), `Bearer ${key}`)) {
      response.writeHead(401, { "content-type": "application/json" }).end('{"error":"bad key"}');
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString("utf8");
    const answer = await api(
      request.method ?? "GET",
      path,
      text ? JSON.parse(text) : null,
      String(request.headers["idempotency-key"] ?? ""),
    );
    // The payment exists, but its maker never hears of it.
    if (!answer) return void response.destroy();
    response.writeHead(answer.status, { "content-type": "application/json" });
    response.end(JSON.stringify(answer.body));
  }

  let delivering = false;
  /** One webhook after the other; one that is refused comes again. */
  async function deliver(): Promise<void> {
    if (delivering) return;
    delivering = true;
    try {
      for (;;) {
        const webhook = await store.nextWebhook(retryMs);
        if (!webhook) return;
        if (mood.webhooks === "drop" || (await post(webhook.body))) {
          await store.webhookDone(webhook.id);
        }
      }
    } catch (error) {
      log.warn({ err: error }, "the demo gateway could not deliver a webhook");
    } finally {
      delivering = false;
    }
  }

  async function post(stored: string): Promise<boolean> {
    const { payment, ...rest } = JSON.parse(stored) as { payment: DemoPayment };
    const body = JSON.stringify({ ...rest, payment: shown(payment) });
    const t = Math.floor(Date.now() / 1000);
    const send = () =>
      fetch(options.webhookUrl(), {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "user-agent": "DemoGateway",
          "x-demo-signature": `t=${t},v1=${hmacSha256Hex(key, `${t}.${body}`)}`,
        },
        body,
        signal: AbortSignal.timeout(10_000),
      }).then(
        (answer) => answer.ok,
        () => false,
      );
    const taken = await send();
    if (mood.webhooks === "twice") await send();
    return taken;
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      const bad = error instanceof z.ZodError || error instanceof SyntaxError;
      if (!bad) log.error({ err: error }, "the demo gateway failed");
      response.writeHead(bad ? 400 : 500, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: bad ? "bad_request" : "internal" }));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", () => resolve());
  });
  const timer = setInterval(() => void deliver(), POLL_MS);

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    key,
    setMood: (wanted: Partial<GatewayMood>) => Object.assign(mood, wanted),
    act,
    payments: () => store.latest(),
    async stop(): Promise<void> {
      clearInterval(timer);
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}
