import { createServer, type IncomingHttpHeaders, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createPanelClient } from "./client";
import { panelBaseUrl } from "./transport";

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("panelBaseUrl", () => {
  it.each([
    ["panel.example.com", undefined, "https://panel.example.com"],
    ["panel.example.com", 8443, "https://panel.example.com:8443"],
    ["panel.example.com:8443", 9, "https://panel.example.com:8443"],
    ["https://panel.example.com/", undefined, "https://panel.example.com"],
    ["https://panel.example.com/api/", undefined, "https://panel.example.com"],
    ["http://10.0.0.5", 3000, "http://10.0.0.5:3000"],
    ["127.0.0.1", 3000, "http://127.0.0.1:3000"],
    ["localhost", 3000, "http://localhost:3000"],
    ["remnawave:3000", undefined, "http://remnawave:3000"],
    ["remnawave", 3000, "http://remnawave:3000"],
    ["[::1]:3000", undefined, "http://[::1]:3000"],
    ["https://example.com/panel", undefined, "https://example.com/panel"],
  ])("%s %s → %s", (host, port, url) => {
    expect(panelBaseUrl(host, port)).toBe(url);
  });
});

describe("headers", () => {
  const sent = async (connection: { caddyToken?: string; cookie?: string }) => {
    let headers: IncomingHttpHeaders = {};
    const host = await serve((request, response) => {
      headers = request.headers;
      response.end('{"response":{"version":"3.3.2"}}');
    });
    await createPanelClient({ host, token: "secret", ...connection }).probe();
    return headers;
  };

  it("always says it was forwarded and who it is", async () => {
    expect(await sent({})).toMatchObject({
      authorization: "Bearer secret",
      "x-forwarded-proto": "https",
      "x-forwarded-for": "127.0.0.1",
    });
  });

  it.each(["key-of-caddy", "Basic dXNlcjpwYXNz"])("sends X-Api-Key %s as given", async (key) => {
    expect(await sent({ caddyToken: key })).toMatchObject({ "x-api-key": key });
  });

  it.each([
    ["name=value", "name=value"],
    ["name:value", "name=value"],
    ["name:a=b:c", "name=a=b:c"],
  ])("reads the cookie %s", async (given, cookie) => {
    expect(await sent({ cookie: given })).toMatchObject({ cookie });
  });
});

describe("answers that are no answers", () => {
  const ask = (host: string, more: { timeoutMs?: number; retries?: number } = {}) =>
    createPanelClient({ host, token: "t", retries: 0, backoffMs: 1, ...more }).getUserByUsername(
      "x",
    );

  it("connection refused", async () => {
    const url = await serve(() => {});
    for (const close of open.splice(0)) close();
    expect(await ask(url)).toMatchObject({ kind: "unavailable", reason: "network" });
  });

  it("dropped socket", async () => {
    const url = await serve((request) => request.socket.destroy());
    expect(await ask(url)).toMatchObject({ kind: "unavailable", reason: "dropped" });
  });

  it("a body that breaks off", async () => {
    const url = await serve((request, response) => {
      response.writeHead(200, { "content-length": "1000" });
      response.write('{"response":', () => request.socket.destroy());
    });
    expect(await ask(url)).toMatchObject({ kind: "unavailable", reason: "dropped" });
  });

  it("no answer in time", async () => {
    const url = await serve(() => {});
    expect(await ask(url, { timeoutMs: 30 })).toMatchObject({
      kind: "unavailable",
      reason: "timeout",
    });
  });

  it.each([
    [404, "<html>404 Not Found</html>", { kind: "unavailable", reason: "unknown_route" }],
    [
      404,
      '{"message":"Cannot GET /x","error":"Not Found","statusCode":404}',
      { reason: "unknown_route" },
    ],
    [404, '{"ok":false}', { kind: "unavailable", reason: "unknown_route" }],
    [400, "<html>400 Bad Request</html>", { kind: "unavailable", reason: "not_the_panel" }],
    [302, "", { kind: "unavailable", reason: "not_the_panel" }],
    [403, "<html>403</html>", { kind: "unauthorized", by: "proxy" }],
    [429, "slow down", { kind: "unavailable", reason: "rate_limited" }],
    [502, "<html>502</html>", { kind: "unavailable", reason: "server_error", status: 502 }],
    [200, "<html>login</html>", { kind: "unavailable", reason: "undecodable" }],
    [200, "", { kind: "unavailable", reason: "undecodable" }],
    [200, '{"response":{}}', { kind: "unavailable", reason: "undecodable" }],
    [200, '{"users":[]}', { kind: "unavailable", reason: "undecodable" }],
  ])("%i %s", async (status, body, expected) => {
    const url = await serve((_request, response) => response.writeHead(status).end(body));
    expect(await ask(url)).toMatchObject(expected);
  });

  it("never repeats the panel's body, which may hold a customer's secrets", async () => {
    const url = await serve((_request, response) =>
      response.end('{"response":{"shortUuid":"s3cret"'),
    );
    expect(JSON.stringify(await ask(url))).not.toContain("s3cret");
  });
});

describe("retries", () => {
  it("repeats a GET, a bounded number of times", async () => {
    let calls = 0;
    const host = await serve((request, response) => {
      calls++;
      if (calls < 3) return request.socket.destroy();
      return response.end('{"response":{"version":"3.3.2"}}');
    });
    const client = createPanelClient({ host, token: "t", retries: 2, backoffMs: 1 });
    expect(await client.probe()).toMatchObject({ kind: "ok", value: { major: 3, minor: 3 } });
    expect(calls).toBe(3);
  });

  it("never repeats a write", async () => {
    let calls = 0;
    const host = await serve((request) => {
      calls++;
      request.socket.destroy();
    });
    const client = createPanelClient({ host, token: "t", retries: 2, backoffMs: 1 });
    const outcome = await client.createUser({
      username: "abc",
      expireAt: new Date(),
      internalSquads: [],
    });
    expect(outcome).toMatchObject({ kind: "unavailable", reason: "dropped" });
    expect(calls).toBe(1);
  });
});

describe("versions", () => {
  it("refuses one that is too old, by name", async () => {
    const host = await serve((_q, response) => response.end('{"response":{"version":"2.7.4"}}'));
    const outcome = await createPanelClient({ host, token: "t" }).getUser({ id: 1n });
    expect(outcome).toMatchObject({ kind: "unavailable", reason: "unsupported_version" });
  });
});
