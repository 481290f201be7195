import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import pino from "pino";
import Pusher from "pusher";
import PusherJs, { type Channel } from "pusher-js";
import { afterAll, describe, expect, it } from "vitest";
import WebSocket from "ws";
import { connectRaw } from "@/db/client";
import { testDatabase } from "@/db/testing";
import { until } from "@/server/testing/until";
import { type Realtime, startRealtime } from ".";

const API = "/apps/shop/events";
const app = { appId: "shop", key: "key", secret: "secret" };
const { url } = await testDatabase();
const closing: (() => unknown)[] = [];
afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

/** Sessions that are over, as the application would say. */
const over = new Set<string>();

/** One process of the application: the realtime server behind an HTTP port, as in production. */
async function startProcess() {
  const sql = connectRaw(url, { max: 3 });
  const realtime: Realtime = await startRealtime({
    ...app,
    sql,
    log: pino({ level: "silent" }),
    openAmong: async (sessions) => sessions.filter((session) => !over.has(session)),
    recheckMs: 50,
  });
  const front: Server = createServer();
  front.on("upgrade", realtime.handleUpgrade);
  await new Promise<void>((resolve) => front.listen(0, "127.0.0.1", resolve));
  closing.push(async () => {
    await realtime.stop();
    front.closeAllConnections();
    front.close();
    await sql.end({ timeout: 1 });
  });
  const { port } = front.address() as AddressInfo;
  const library = (secret = app.secret) =>
    new Pusher({
      ...app,
      secret,
      host: "127.0.0.1",
      port: String(realtime.apiPort),
      useTLS: false,
    });
  return { port, server: library(), library, api: `http://127.0.0.1:${realtime.apiPort}` };
}

function browser(port: number, server: Pusher, userId: string) {
  const client = new PusherJs(app.key, {
    cluster: "",
    wsHost: "127.0.0.1",
    wsPort: port,
    wsPath: "/realtime",
    forceTLS: false,
    enabledTransports: ["ws"],
    channelAuthorization: {
      transport: "ajax",
      endpoint: "",
      customHandler: ({ socketId, channelName }, callback) =>
        callback(
          null,
          channelName.includes("forbidden") || over.has(userId)
            ? { auth: "key:forged" }
            : server.authorizeChannel(
                socketId,
                channelName,
                /^presence-|^private-admin$/.test(channelName) ? { user_id: userId } : undefined,
              ),
        ),
    },
    userAuthentication: {
      transport: "ajax",
      endpoint: "",
      customHandler: ({ socketId }, callback) =>
        callback(null, server.authenticateUser(socketId, { id: userId })),
    },
  });
  closing.push(() => client.disconnect());
  return client;
}

type Bindable = { bind(event: string, callback: (data: never) => void): unknown };
const heard = <T = Record<string, unknown>>(on: Bindable, event: string): Promise<T> =>
  new Promise((resolve) => on.bind(event, (data) => resolve(data as T)));

async function joined(client: PusherJs, name: string): Promise<Channel> {
  const channel = client.subscribe(name);
  await until(() => channel.subscribed, { timeoutMs: 5000 });
  return channel;
}

const one = await startProcess();
const two = await startProcess();
const anna = browser(one.port, one.server, "anna");
const boris = browser(two.port, two.server, "boris");

describe("the embedded realtime server, by the official libraries, over two processes", () => {
  it("brings a public event from one process to the browsers of both", async () => {
    const [a, b] = await Promise.all([joined(anna, "news"), joined(boris, "news")]);
    const both = Promise.all([heard(a, "hi"), heard(b, "hi")]);
    await one.server.trigger("news", "hi", { x: 1 });
    expect(await both).toEqual([{ x: 1 }, { x: 1 }]);
  });

  it("carries events larger than a NOTIFY may be", async () => {
    const channel = await joined(boris, "large");
    const got = heard<{ text: string }>(channel, "big");
    await one.server.trigger("large", "big", { text: "ж".repeat(9000) });
    expect((await got).text).toHaveLength(9000);
  });

  it("lets into a private channel with the server's signature only", async () => {
    await joined(anna, "private-anna");
    const refused = await heard<{ status: number }>(
      anna.subscribe("private-forbidden"),
      "pusher:subscription_error",
    );
    expect(refused.status).toBe(401);
  });

  it("passes client events to the other members of a private channel, in any process", async () => {
    const claire = browser(one.port, one.server, "claire");
    const [a, b, c] = await Promise.all(
      [anna, boris, claire].map((client) => joined(client, "private-room")),
    );
    if (!a || !b || !c) throw new Error("not joined");
    const own: string[] = [];
    a.bind("client-typing", () => own.push("typing"));
    const typing = Promise.all([heard(b, "client-typing"), heard(c, "client-typing")]);
    a.trigger("client-typing", { t: 1 });
    expect(await typing).toEqual([{ t: 1 }, { t: 1 }]);
    expect(own).toEqual([]);
  });

  it("keeps what was said last in a cache channel for those who come later", async () => {
    const channel = anna.subscribe("cache-prices");
    await heard(channel, "pusher:cache_miss");
    const first = heard(channel, "price");
    await one.server.trigger("cache-prices", "price", { now: 5 });
    await first;
    // Bound to the client, before the channel exists: the last message comes with the subscription.
    const late = new Promise((resolve) =>
      boris.bind_global((event: string, data: unknown) => event === "price" && resolve(data)),
    );
    boris.subscribe("cache-prices");
    expect(await late).toEqual({ now: 5 });
  });

  it("tells members of a presence channel who comes and goes", async () => {
    const dora = browser(one.port, one.server, "dora");
    const room = await joined(anna, "presence-room");
    const added = heard<{ id: string }>(room, "pusher:member_added");
    await joined(dora, "presence-room");
    expect((await added).id).toBe("dora");
    const answer = await one.server.get({ path: "/channels/presence-room/users" });
    expect(await answer.json()).toEqual({ users: [{ id: "anna" }, { id: "dora" }] });
    const removed = heard<{ id: string }>(room, "pusher:member_removed");
    dora.unsubscribe("presence-room");
    expect((await removed).id).toBe("dora");
  });

  it("leaves out the socket that caused an event", async () => {
    const [a, b] = await Promise.all([joined(anna, "echo"), joined(boris, "echo")]);
    const own: string[] = [];
    a.bind("first", () => own.push("first"));
    const last = heard(a, "last");
    const other = heard(b, "first");
    await one.server.trigger("echo", "first", {}, { socket_id: anna.connection.socket_id });
    await other;
    await one.server.trigger("echo", "last", {});
    await last;
    expect(own).toEqual([]);
  });

  it("takes batches, sends to a signed-in user, and ends that user's connections", async () => {
    const eva = browser(one.port, one.server, "eva");
    const channel = await joined(eva, "batch");
    const batch = heard(channel, "b1");
    await one.server.triggerBatch([{ channel: "batch", name: "b1", data: { n: 1 } }]);
    expect(await batch).toEqual({ n: 1 });
    eva.signin();
    await eva.user.signinDonePromise;
    const note = heard(eva.user, "note");
    await one.server.sendToUser("eva", "note", { z: 9 });
    expect(await note).toEqual({ z: 9 });
    await two.server.terminateUserConnections("eva");
    await until(() => eva.connection.state !== "connected", { timeoutMs: 5000 });
  });

  it("cuts the line of an operator whose session is over, and no other; news go to who is left", async () => {
    const [gone, left] = [
      browser(one.port, one.server, "ses_gone"),
      browser(two.port, two.server, "ses_left"),
    ];
    const [a, b] = await Promise.all([gone, left].map((one) => joined(one, "private-admin")));
    if (!a || !b) throw new Error("not joined");
    const lines = [gone, left].map(({ connection }) => connection.socket_id);
    const heardByGone: unknown[] = [];
    a.bind("changed", (data: unknown) => heardByGone.push(data));
    const refused = heard<{ status: number }>(a, "pusher:subscription_error");
    over.add("ses_gone");
    // It comes back at once, over a new line, and asks again.
    expect((await refused).status).toBe(401);
    expect(gone.connection.socket_id).not.toBe(lines[0]);
    expect(left.connection.socket_id).toBe(lines[1]);
    const news = heard(b, "changed");
    await one.server.trigger("private-admin", "changed", { n: 1 });
    expect(await news).toEqual({ n: 1 });
    expect(heardByGone).toEqual([]);
  });

  it("refuses an API call signed with another secret, altered on its way, or too large", async () => {
    await expect(one.library("WRONG").trigger("news", "x", {})).rejects.toMatchObject({
      status: 401,
    });
    const large = "x".repeat(1_100_000);
    await expect(one.server.trigger("news", "x", large)).rejects.toMatchObject({ status: 413 });
    const body = JSON.stringify({ name: "x", channel: "news", data: "{}" });
    const query = one.server.createSignedQueryString({ method: "POST", path: API, body });
    const post = (sent: string) =>
      fetch(`${one.api}${API}?${query}`, { method: "POST", body: sent }).then((r) => r.status);
    expect(await post(body.replace("{}", "[]"))).toBe(401);
    expect(await post(body)).toBe(200);
  });

  it("answers a signed call it cannot read with 400", async () => {
    const query = one.server.createSignedQueryString({ method: "POST", path: API, body: "{" });
    const answer = await fetch(`${one.api}${API}?${query}`, { method: "POST", body: "{" });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ error: "bad request" });
  });

  it.each([
    ["no JSON", "{", 4200],
    ["a wrong type", "[1]", 4200],
    [
      "a client event without joining",
      '{"event":"client-x","channel":"private-q","data":{}}',
      4301,
    ],
  ])("answers %s with an error and goes on", async (_what, text, code) => {
    const socket = new WebSocket(`ws://127.0.0.1:${one.port}/realtime/app/${app.key}`);
    closing.push(() => socket.terminate());
    const answers: { event: string; data: { code: number } }[] = [];
    socket.on("message", (data) => answers.push(JSON.parse(String(data))));
    await until(() => answers.length === 1, { timeoutMs: 5000 });
    socket.send(text);
    await until(() => answers.length === 2, { timeoutMs: 5000 });
    expect(answers[1]).toMatchObject({ event: "pusher:error", data: { code } });
    expect(socket.readyState).toBe(socket.OPEN);
  });

  it("answers a ping, and lets nobody listen to everything", async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${one.port}/realtime/app/${app.key}`);
    closing.push(() => socket.terminate());
    const answers: { event: string; data: unknown }[] = [];
    socket.on("message", (data) => answers.push(JSON.parse(String(data))));
    const count = (event: string) => answers.filter((answer) => answer.event === event).length;
    await until(() => count("pusher:connection_established") === 1, { timeoutMs: 5000 });
    for (let n = 0; n <= 100; n += 1) {
      socket.send(JSON.stringify({ event: "pusher:subscribe", data: { channel: `c${n}` } }));
    }
    socket.send(JSON.stringify({ event: "pusher:ping", data: {} }));
    await until(() => count("pusher:pong") === 1, { timeoutMs: 5000 });
    expect(count("pusher_internal:subscription_succeeded")).toBe(100);
    expect(answers.at(-2)).toMatchObject({
      event: "pusher:subscription_error",
      data: { type: "LimitReached" },
    });
  });

  it("survives a stranger who speaks no WebSocket", async () => {
    const raw = connect(one.port, "127.0.0.1");
    raw.on("error", () => {});
    raw.write(
      [
        "GET /realtime/app/other HTTP/1.1",
        "Host: x",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
        "\r\n",
      ].join("\r\n"),
    );
    await new Promise((resolve) => raw.once("data", resolve));
    raw.write(Buffer.alloc(16, 0xff));
    await new Promise((resolve) => raw.once("close", resolve));
    await joined(browser(one.port, one.server, "fay"), "still-here");
  });

  it("closes the door to an unknown application and to oversized frames", async () => {
    const stranger = new WebSocket(`ws://127.0.0.1:${one.port}/realtime/app/other`);
    const code = await new Promise<number>((resolve) => stranger.on("close", resolve));
    expect(code).toBe(4001);
    const loud = new WebSocket(`ws://127.0.0.1:${one.port}/realtime/app/${app.key}`);
    await new Promise((resolve) => loud.on("open", resolve));
    loud.send("x".repeat(200_000));
    expect(await new Promise<number>((resolve) => loud.on("close", resolve))).toBe(1009);
  });
});
