import { afterEach, describe, expect, it } from "vitest";
import {
  createPanelClient,
  type PanelOutcome,
  type PanelUserPage,
} from "@/server/integrations/remnawave";
import type { DemoPanel, Mood } from "./index";
import { DEMO_TOKEN, startTestPanel } from "./testing";

const running: DemoPanel[] = [];
afterEach(async () => {
  for (const panel of running.splice(0)) await panel.stop();
});

/** `timeoutMs`: short only where running out of it is what is tried; elsewhere a busy machine may take its time. */
async function setUp(options: Parameters<typeof startTestPanel>[0] = {}, timeoutMs = 5_000) {
  const panel = await startTestPanel(options);
  running.push(panel);
  const client = createPanelClient({
    host: panel.url,
    token: DEMO_TOKEN,
    timeoutMs,
    retries: 1,
    backoffMs: 1,
  });
  return { panel, client };
}

const premium = "f3564679-f6f3-411f-a9bd-bad0e7faef80";
const newUser = (username: string) => ({
  username,
  expireAt: new Date(Date.now() + 30 * 86_400_000),
  internalSquads: [premium],
  trafficLimitBytes: 1_000_000_000n,
  telegramId: 42n,
});

async function collect(pages: AsyncIterable<PanelOutcome<PanelUserPage>>) {
  const seen = { users: 0, pages: 0, last: null as PanelOutcome<PanelUserPage> | null };
  for await (const page of pages) {
    seen.last = page;
    seen.pages++;
    if (page.kind === "ok") seen.users += page.value.users.length;
  }
  return seen;
}

describe.each(["3.3.2", "2.8.1"] as const)("a client of the demo panel %s", (version) => {
  it("does everything a shop does", async () => {
    const { panel, client } = await setUp({ version });
    expect(await client.version()).toMatchObject({ kind: "ok", value: { text: version } });
    const created = await client.createUser(newUser("shop_1"));
    if (created.kind !== "ok") throw new Error(JSON.stringify(created));
    const user = created.value;
    expect(user.uuid === null).toBe(version === "3.3.2");
    /** As stored by somebody who never kept the uuid: 2.8 has to look it up. */
    const key = { id: user.id };

    expect(await client.createUser(newUser("shop_1"))).toMatchObject({
      kind: "conflict",
      code: "A019",
    });
    expect(await client.getUser(key)).toMatchObject({ kind: "ok", value: { username: "shop_1" } });
    expect(await client.getUserByShortUuid(user.shortUuid)).toMatchObject({ kind: "ok" });
    expect(await client.findUsersByTelegramId(42n)).toMatchObject({ value: [{ id: user.id }] });
    expect(await client.findUsersByTelegramId(43n)).toEqual({ kind: "ok", value: [] });
    expect(
      await client.updateUser(key, { trafficLimitBytes: 0n, hwidDeviceLimit: 3 }),
    ).toMatchObject({
      value: { trafficLimitBytes: 0n, hwidDeviceLimit: 3, telegramId: 42n },
    });
    for (let twice = 0; twice < 2; twice++) {
      expect(await client.disableUser(key)).toMatchObject({ value: { status: "DISABLED" } });
    }
    for (let twice = 0; twice < 2; twice++) {
      expect(await client.enableUser(key)).toMatchObject({ value: { status: "ACTIVE" } });
    }
    expect(await client.getMetadata(key)).toEqual({ kind: "ok", value: null });
    expect(await client.putMetadata(key, { shop: "sub_1" })).toEqual({
      kind: "ok",
      value: { shop: "sub_1" },
    });
    expect(await client.getMetadata(key)).toEqual({ kind: "ok", value: { shop: "sub_1" } });
    expect(await client.accessibleNodes(key)).toMatchObject({
      value: expect.arrayContaining([
        expect.objectContaining({ name: "Frankfurt-1", squads: ["Premium"] }),
      ]),
    });

    await panel.simulateTraffic({
      user: "shop_1",
      bytes: 5,
      devices: [{ hwid: "ABCDEF0123456789" }],
    });
    expect(await client.listDevices(key)).toMatchObject({ value: [{ hwid: "ABCDEF0123456789" }] });
    expect(await client.resetTraffic(key)).toMatchObject({
      value: { usedTrafficBytes: 0n, lifetimeUsedTrafficBytes: 5n },
    });
    expect(await client.deleteDevice(key, "ABCDEF0123456789")).toEqual({ kind: "ok", value: [] });
    expect(await client.deleteAllDevices(key)).toEqual({ kind: "ok", value: [] });

    const revoked = await client.revokeUser(key);
    expect(revoked).toMatchObject({ kind: "ok" });
    expect(revoked.kind === "ok" && revoked.value.subscriptionUrl).not.toBe(user.subscriptionUrl);
    expect(await client.getUserByShortUuid(user.shortUuid)).toMatchObject({ kind: "not_found" });

    expect(await client.internalSquads()).toMatchObject({ kind: "ok" });
    expect(await client.externalSquads()).toMatchObject({ kind: "ok" });
    expect(await client.nodes()).toMatchObject({ value: expect.arrayContaining([]) });
    expect(await client.stats()).toMatchObject({ value: { totalUsers: 1 } });
    expect(await client.health()).toMatchObject({ kind: "ok" });
    expect(await client.configuration()).toMatchObject(
      version === "3.3.2" ? { value: { webhookEnabled: true } } : { kind: "ok", value: null },
    );

    expect(await client.deleteUser(key)).toMatchObject({ kind: "ok" });
    expect(await client.deleteUser(user)).toMatchObject({ kind: "not_found" });
    expect(await client.getUser(key)).toMatchObject({ kind: "not_found" });
  });

  it("streams every user once, in order", async () => {
    const { panel, client } = await setUp({ version });
    await panel.seedUsers(2500);
    const ids: bigint[] = [];
    let last: PanelOutcome<PanelUserPage> | undefined;
    for await (const page of client.streamUsers()) {
      last = page;
      if (page.kind === "ok") ids.push(...page.value.users.map(({ id }) => id));
    }
    expect(ids).toEqual(Array.from({ length: 2500 }, (_, n) => BigInt(n + 1)));
    expect(last).toMatchObject({ kind: "ok", value: { hasMore: false, nextCursor: null } });
    expect((await collect(client.streamUsers({ cursor: "1000" }))).users).toBe(1500);
  });
});

describe("moods", () => {
  const expected: Record<Exclude<Mood, "ok" | "cut-stream" | "empty-list">, object> = {
    outage: { kind: "unavailable", reason: "dropped" },
    "drop-sockets": { kind: "unavailable", reason: "dropped" },
    slow: { kind: "unavailable", reason: "timeout" },
    errors: { kind: "unavailable", reason: "server_error" },
    garbage: { kind: "unavailable", reason: "undecodable" },
    "deleted-token": { kind: "unauthorized", status: 403, by: "panel" },
  };

  it.each(Object.entries(expected))(
    "%s: nothing is mistaken for an answer",
    async (mood, outcome) => {
      const { panel, client } = await setUp({}, mood === "slow" ? 400 : undefined);
      await panel.seedUsers(3);
      expect(await client.version()).toMatchObject({ kind: "ok" });
      panel.setMood(mood as Mood, { delayMs: 2_000 });
      expect(await client.getUser({ id: 1n })).toMatchObject(outcome);
      expect(await client.getUser({ id: 99n })).toMatchObject(
        mood === "garbage" ? { kind: "not_found" } : outcome,
      );
      expect(await client.createUser(newUser("shop_2"))).toMatchObject(outcome);
      expect(await client.nodes()).toMatchObject(outcome);
      expect((await collect(client.streamUsers())).last).toMatchObject(outcome);
      panel.setMood("ok");
      expect(await client.getUser({ id: 1n })).toMatchObject({ kind: "ok" });
    },
  );

  it("drop-sockets loses the answer, not the deed: the next create is a conflict", async () => {
    const { panel, client } = await setUp();
    panel.setMood("drop-sockets");
    expect(await client.createUser(newUser("shop_3"))).toMatchObject({ kind: "unavailable" });
    panel.setMood("ok");
    expect(await client.createUser(newUser("shop_3"))).toMatchObject({
      kind: "conflict",
      code: "A019",
    });
    expect(await client.getUserByUsername("shop_3")).toMatchObject({ kind: "ok" });
  });

  it.each([
    [500, 0],
    [2500, 1000],
  ])("cut-stream: of %i users %i arrive, and it does not look complete", async (users, arrive) => {
    const { panel, client } = await setUp();
    await panel.seedUsers(users);
    panel.setMood("cut-stream");
    const seen = await collect(client.streamUsers());
    expect(seen.users).toBe(arrive);
    expect(seen.last).toMatchObject({ kind: "unavailable", reason: "dropped" });
  });

  it("empty-list is an honest-looking lie: counts of the panel still tell", async () => {
    const { panel, client } = await setUp();
    await panel.seedUsers(10);
    panel.setMood("empty-list");
    expect(await collect(client.streamUsers())).toMatchObject({
      users: 0,
      pages: 1,
      last: { kind: "ok" },
    });
    expect(await client.stats()).toMatchObject({ value: { totalUsers: 10 } });
  });

  it("is switched over HTTP by whoever has the token, on any day", async () => {
    const { panel } = await setUp();
    const post = (token: string) =>
      fetch(`${panel.url}/__demo/mood`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: '{"mood":"outage"}',
      });
    expect((await post("other")).status).toBe(401);
    expect(panel.mood()).toBe("ok");
    expect((await post(DEMO_TOKEN)).status).toBe(200);
    expect((await post(DEMO_TOKEN)).status).toBe(200);
    expect(panel.mood()).toBe("outage");
  });

  it("drops a connection without forwarded headers, as the panel does", async () => {
    const { panel } = await setUp();
    const plain = fetch(`${panel.url}/api/nodes`, {
      headers: { authorization: `Bearer ${DEMO_TOKEN}` },
    });
    await expect(plain).rejects.toThrow("fetch failed");
  });
});

describe("an upgrade of the panel", () => {
  it("from 2.8 to 3.x needs no restart of ours", async () => {
    const { panel: old, client } = await setUp({ version: "2.8.1" });
    await old.seedUsers([{ username: "shop_9", expireAt: Date.now() + 86_400_000, telegramId: 7 }]);
    const before = await client.getUserByUsername("shop_9");
    if (before.kind !== "ok") throw new Error("not there");
    expect(before.value.uuid).not.toBeNull();
    const port = Number(new URL(old.url).port);
    await old.stop();
    running.splice(0);
    const { panel } = await setUp({ version: "3.3.2", port });
    await panel.seedUsers([
      { username: "shop_9", expireAt: Date.now() + 86_400_000, telegramId: 7 },
    ]);
    expect(await client.updateUser(before.value, { tag: "NEW" })).toMatchObject({
      kind: "ok",
      value: { uuid: null, tag: "NEW" },
    });
    expect(await client.findUsersByTelegramId(7n)).toMatchObject({
      value: [{ username: "shop_9" }],
    });
  });
});
