import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, expect, it } from "vitest";
import { createTelegramApi } from "./api";

const TOKEN = "7000000001:very-secret";
let answer: RequestListener = (_request, response) => response.end();
const paths: (string | undefined)[] = [];
const server = createServer((request, response) => {
  paths.push(request.url);
  answer(request, response);
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const apiRoot = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const api = createTelegramApi({ token: TOKEN, apiRoot, timeoutMs: 300 });
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

const says =
  (status: number, body: object | string): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  };
const refusal = (code: number, description: string, parameters?: object) =>
  says(code, { ok: false, error_code: code, description, parameters });
const refund = () => api.call("refundStarPayment", { user_id: 1, telegram_payment_charge_id: "c" });

it("calls a method under its own name at the configured address", async () => {
  answer = says(200, { ok: true, result: true });
  expect(await refund()).toEqual({ kind: "ok", value: true });
  expect(paths.at(-1)).toBe(`/bot${TOKEN}/refundStarPayment`);
});

it.each([
  ["blocked", refusal(403, "Forbidden: bot was blocked by the user"), "blocked"],
  ["gone", refusal(400, "Bad Request: chat not found"), "blocked"],
  ["wrong", refusal(400, "Bad Request: message is too long"), "rejected"],
  ["revoked", refusal(401, "Unauthorized"), "rejected"],
  ["ill", says(502, "<html>"), "unavailable"],
  ["talking nonsense", says(200, "<html>"), "unavailable"],
  ["silent", () => {}, "unavailable"],
  ["cut off", (request) => request.socket.destroy(), "unavailable"],
] satisfies [string, RequestListener, string][])(
  "tells what %s means, without the token",
  async (_what, listener, kind) => {
    answer = listener;
    const outcome = await refund();
    expect(outcome.kind).toBe(kind);
    expect(JSON.stringify(outcome)).not.toContain("very-secret");
  },
);

it("says when a call may be tried again", async () => {
  answer = refusal(429, "Too Many Requests: retry after 17", { retry_after: 17 });
  expect(await refund()).toMatchObject({ kind: "later", seconds: 17 });
});
