import { readdirSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { testDatabase } from "@/db/testing";
import { provideEnv } from "@/server/core/env";

/*
 * Requests that no client of ours sends, to every route that takes a body. The list is the directory's own. What
 * Next itself answers (methods that a route does not have) and next-auth are tried in e2e/platform.
 */

vi.mock("next/headers", () => ({
  cookies: async () => ({ get: () => undefined, set: () => {} }),
  headers: async () => new Headers(),
}));

const { sql } = await testDatabase();
const SECRET = "telegram-secret-of-tests";
provideEnv({
  TELEGRAM_BOT_TOKEN: "1:token",
  TELEGRAM_WEBHOOK_SECRET: SECRET,
  REMNAWAVE_HOST: "http://127.0.0.1:9",
  REMNAWAVE_TOKEN: "t",
  REMNAWAVE_WEBHOOK_SECRET: "s".repeat(32),
});

type Handler = (request: Request, context: object) => Promise<Response> | Response;
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
const PARAMS = { gateway: "stars", report: "orders", trpc: "miniapp.customer.me" };

const files = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith("route.ts") && !file.startsWith("auth/"))
  .sort();
const routes = await Promise.all(
  files.map(async (file) => {
    const module = (await import(/* @vite-ignore */ `./${file}`)) as Record<string, Handler>;
    return METHODS.flatMap((method) => {
      const handler = module[method];
      return handler && method !== "GET" ? [{ path: dirname(file), method, handler }] : [];
    });
  }),
).then((all) => all.flat());

const json = "application/json";
const BODIES: [what: string, type: string, body: BodyInit | null][] = [
  ["nothing", json, null],
  ["malformed JSON", json, '{"a":'],
  ["JSON that is no object", json, "null"],
  ["a list", json, "[1,2,3]"],
  ["JSON without end", json, "[".repeat(200_000)],
  ["keys of the prototype", json, '{"__proto__":{"x":1},"constructor":{"prototype":1}}'],
  ["NUL", json, '{"json":{"id":"\\u0000"},"update_id":"\\u0000","initData":"\\u0000"}'],
  ["bytes that are no text", "application/octet-stream", new Uint8Array([0, 255, 254, 128])],
  ["a form", "application/x-www-form-urlencoded", "a=%00&socket_id=%FF"],
  ["a broken multipart form", "multipart/form-data; boundary=x", "--x\r\nbroken"],
  ["no known type", "🙂/nonsense".normalize().replace(/[^ -~]/g, "x"), "hello"],
];

async function send(route: (typeof routes)[number], type: string, body: BodyInit | null) {
  const request = new Request(`http://localhost/api/${route.path}`, {
    method: route.method,
    headers: { "content-type": type, "x-telegram-bot-api-secret-token": SECRET },
    body,
  });
  return route.handler(request, { params: Promise.resolve(PARAMS) });
}

async function rows(): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select sum((xpath('/row/n/text()', query_to_xml(format('select count(*) as n from %I', table_name),
      false, true, '')))[1]::text::int)::int as n
    from information_schema.tables where table_schema = 'public'`;
  return row?.n ?? -1;
}

async function expectRefused(answer: Response, before: number): Promise<void> {
  const text = await answer.text();
  expect(answer.status, text).toBeGreaterThanOrEqual(400);
  expect(answer.status, text).toBeLessThan(500);
  expect(answer.headers.get("content-type")).toMatch(/json/);
  expect(text).toMatch(/"(error|code)":/);
  expect(text).not.toMatch(/\.[cm]?[jt]sx?:\d|node_modules|SyntaxError/);
  expect(await rows()).toBe(before);
}

it("finds the routes that take a body", () => {
  expect(routes.map(({ path }) => path)).toEqual(
    expect.arrayContaining(["telegram/webhook", "trpc/[trpc]", "webhooks/payments/[gateway]"]),
  );
});

describe.each(routes)("$method /api/$path", (route) => {
  it.each(BODIES)("refuses %s", async (_what, type, body) => {
    await expectRefused(await send(route, type, body), await rows());
  });

  it("stops reading a body that is too large, whatever its headers say", async () => {
    const before = await rows();
    let read = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(stream) {
        read += 65_536;
        if (read > 8_000_000) stream.close();
        else stream.enqueue(new Uint8Array(65_536).fill(97));
      },
    });
    const answer = await route.handler(
      new Request(`http://localhost/api/${route.path}`, {
        method: route.method,
        headers: { "content-type": json, "x-telegram-bot-api-secret-token": SECRET },
        body: endless,
        duplex: "half",
      } as RequestInit),
      { params: Promise.resolve(PARAMS) },
    );
    await expectRefused(answer, before);
    expect(read).toBeLessThan(2_000_000);
  });
});
