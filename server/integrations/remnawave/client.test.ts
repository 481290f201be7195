import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPanelClient, type PanelClient } from "./client";
import type { PanelOutcome } from "./outcome";
import { startReplayServer } from "./testing/replay-server";

type Replay = Awaited<ReturnType<typeof startReplayServer>>;
type Call = (client: PanelClient) => Promise<PanelOutcome<unknown>>;

const v3 = { id: 2n };
const uuid = "fd71f9e4-0123-40a6-91dd-17a9466d644c";
const v28 = { id: 2n, uuid };
const alice = (squad: string, expireAt: string) => ({
  username: "shop_alice",
  expireAt: new Date(expireAt),
  trafficLimitBytes: 107374182400n,
  trafficLimitStrategy: "MONTH" as const,
  status: "ACTIVE" as const,
  telegramId: 7123456789n,
  email: "alice@example.com",
  description: "order #1001",
  tag: "SHOP_PRO",
  hwidDeviceLimit: 3,
  internalSquads: [squad],
});
const at = (text: string) => new Date(text);

/** Every captured exchange that the client has a call for: same request as captured, decoded answer. */
const calls3: Record<string, Call> = {
  "user-create": (c) =>
    c.createUser(alice("f3564679-f6f3-411f-a9bd-bad0e7faef80", "2026-12-22T14:23:40.840Z")),
  "user-update": (c) =>
    c.updateUser(v3, {
      expireAt: at("2027-01-21T14:23:41.028Z"),
      trafficLimitBytes: 214748364800n,
      description: null,
    }),
  "user-get-by-id": (c) => c.getUser(v3),
  "user-get-by-username": (c) => c.getUserByUsername("shop_alice"),
  "user-get-by-short-uuid": (c) => c.getUserByShortUuid("gEXcofBpMDMo5vjK"),
  "user-get-limited": (c) => c.getUser({ id: 10012n }),
  "user-get-expired": (c) => c.getUserByUsername("past_exp"),
  "user-enable": (c) => c.enableUser(v3),
  "user-disable": (c) => c.disableUser(v3),
  "user-reset-traffic": (c) => c.resetTraffic(v3),
  "user-revoke-subscription": (c) => c.revokeUser(v3),
  "user-revoke-only-passwords": (c) => c.revokeUser(v3, { onlyPasswords: true }),
  "user-delete": (c) => c.deleteUser({ id: 8n }),
  "user-accessible-nodes": (c) => c.accessibleNodes(v3),
  "user-metadata-get": (c) => c.getMetadata(v3),
  "user-metadata-put": (c) => c.putMetadata(v3, { shopUserId: "u_1", orderId: 1001 }),
  "hwid-user-devices": (c) => c.listDevices(v3),
  "hwid-delete": (c) => c.deleteDevice(v3, "ABCDEF0123456789"),
  "hwid-delete-all": (c) => c.deleteAllDevices(v3),
  "internal-squads-list": (c) => c.internalSquads(),
  "external-squads-list": (c) => c.externalSquads(),
  "nodes-list": (c) => c.nodes(),
  "node-get": (c) => c.node("c06c1dd1-3019-46eb-b91e-5436bdb3d628"),
  "system-stats": (c) => c.stats(),
  "system-health": (c) => c.health(),
  "system-metadata": (c) => c.probe(),
  "system-configuration": (c) => c.configuration(),
};

const calls28: Record<string, Call> = {
  "user-create": (c) =>
    c.createUser(alice("1561103d-1f93-4f49-92c5-6b0c4b6a4172", "2026-12-22T14:42:26.973Z")),
  "user-update": (c) => c.updateUser(v28, { expireAt: at("2027-01-21T14:42:27.576Z") }),
  "user-get-by-id": (c) => c.getUser(v28),
  "user-get-by-username": (c) => c.getUserByUsername("shop_alice"),
  "users-by-telegram-id": (c) => c.findUsersByTelegramId(7123456789n),
  "users-by-telegram-id-none": (c) => c.findUsersByTelegramId(1n),
  "user-enable": (c) => c.enableUser(v28),
  "user-disable": (c) => c.disableUser(v28),
  "user-reset-traffic": (c) => c.resetTraffic(v28),
  "user-revoke": (c) => c.revokeUser(v28),
  "user-delete": (c) => c.deleteUser({ id: 5n, uuid: "3dfa735c-018a-4ece-8697-602b59e30428" }),
  "hwid-user-devices": (c) => c.listDevices(v28),
  "hwid-delete": (c) => c.deleteDevice(v28, "ABCDEF0123456789"),
  "hwid-delete-all": (c) => c.deleteAllDevices(v28),
  "internal-squads-list": (c) => c.internalSquads(),
  "external-squads-list": (c) => c.externalSquads(),
  "nodes-list": (c) => c.nodes(),
  "system-stats": (c) => c.stats(),
  "system-metadata": (c) => c.probe(),
};

for (const [version, calls] of [
  ["3.3.2", calls3],
  ["2.8.1", calls28],
] as const) {
  describe(`captures of ${version}`, () => {
    let replay: Replay;
    let client: PanelClient;
    beforeAll(async () => {
      replay = await startReplayServer(version);
      client = createPanelClient({ host: replay.url, token: "t", retries: 0 });
    });
    afterAll(() => replay.close());

    it.each(Object.entries(calls))(
      "%s: sends what was captured, reads the answer",
      async (name, call) => {
        replay.play(name);
        const outcome = await call(client);
        const { method, path, body } = replay.tape[name] ?? {};
        expect(outcome).toMatchObject({ kind: "ok" });
        expect(replay.seen).toEqual([{ method, path: path?.replace("size=2", "size=1000"), body }]);
        expect(
          JSON.stringify(outcome, (_k, v) => (typeof v === "bigint" ? `${v}` : v)),
        ).not.toMatch(/privateKey|rawInbound|trojanPassword|vlessUuid/);
      },
    );

    it("every captured user answer decodes field by field", async () => {
      const users = Object.entries(replay.tape).filter(
        ([name, { response, status }]) =>
          /^user-/.test(name) && status < 300 && response.includes('"userTraffic"'),
      );
      expect(users.length).toBeGreaterThan(7);
      for (const [name, { response }] of users) {
        replay.play(name);
        const outcome = await client.getUserByUsername("any");
        const raw = JSON.parse(response).response;
        expect(outcome, name).toMatchObject({
          kind: "ok",
          value: {
            id: BigInt(raw.id),
            uuid: raw.uuid ?? null,
            shortUuid: raw.shortUuid,
            status: raw.status,
            trafficLimitBytes: BigInt(raw.trafficLimitBytes),
            expireAt: new Date(raw.expireAt),
            telegramId: raw.telegramId === null ? null : BigInt(raw.telegramId),
            hwidDeviceLimit: raw.hwidDeviceLimit,
            internalSquads: raw.activeInternalSquads.map((s: { uuid: string }) => s.uuid),
            usedTrafficBytes: BigInt(raw.userTraffic.usedTrafficBytes),
            subscriptionUrl: raw.subscriptionUrl,
          },
        });
      }
    });

    it("reads the stream", async () => {
      replay.play("users-stream");
      const pages = client.streamUsers({ size: 2 });
      const first = await pages.next();
      await pages.return();
      expect(replay.seen[0]?.path).toBe("/api/users/stream?size=2");
      expect(first.value).toMatchObject({
        kind: "ok",
        value: JSON.parse(replay.tape["users-stream"]?.response ?? "").response.hasMore
          ? { hasMore: true, nextCursor: "3", users: [{ id: 2n }, { id: 3n }] }
          : { hasMore: false, nextCursor: null, users: [{ id: 2n, uuid }] },
      });
    });
  });
}

/** What each captured refusal means. */
const refusals: Record<
  string,
  Record<string, Partial<PanelOutcome<unknown>> & { code?: string }>
> = {
  "3.3.2": {
    "bandwidth-nodes-realtime": { kind: "unavailable", reason: "unknown_route" },
    "bulk-update-501-ERR": { kind: "rejected" },
    "deleted-token-ERR": { kind: "unauthorized", status: 403, by: "panel" },
    "hwid-create-duplicate-ERR": { kind: "rejected", code: "A098" },
    "internal-squad-duplicate-ERR": { kind: "unavailable", reason: "server_error", code: "A119" },
    "node-create-duplicate-ERR": { kind: "rejected", code: "A033" },
    "scope-denied-ERR": { kind: "unauthorized", status: 403 },
    "scopes-403-ERR": { kind: "unauthorized", status: 403 },
    "sub-404-ERR": { kind: "unavailable", reason: "unknown_route" },
    "tokens-list-with-api-token-ERR": { kind: "unauthorized", status: 403 },
    "unauthorized-ERR": { kind: "unauthorized", status: 401, by: "panel" },
    "user-create-bad-tag-email-ERR": { kind: "rejected" },
    "user-create-bad-username-ERR": { kind: "rejected" },
    "user-create-duplicate-shortuuid-ERR": { kind: "conflict", code: "A020" },
    "user-create-duplicate-username-ERR": { kind: "conflict", code: "A019" },
    "user-create-float-traffic-ERR": { kind: "unavailable", code: "A018", status: 500 },
    "user-create-long-username-ERR": { kind: "rejected" },
    "user-create-no-expire-ERR": { kind: "rejected" },
    "user-create-unknown-squad-ERR": { kind: "unavailable", code: "A018", status: 500 },
    "user-disable-again-ERR": { kind: "rejected", code: "A029" },
    "user-get-by-id-404-ERR": { kind: "not_found", code: "A063" },
    "user-update-by-wrong-username-ERR": { kind: "not_found", code: "A025" },
    "user-update-noid-ERR": { kind: "rejected" },
    "user-update-past-expire-ERR": { kind: "rejected" },
    "user-update-status-EXPIRED-ERR": { kind: "rejected" },
    "user-update-telegramid-string-ERR": { kind: "rejected" },
    "users-by-telegram-2x-route-ERR": { kind: "unavailable", reason: "unknown_route" },
    "users-list-size-1001-ERR": { kind: "rejected" },
  },
  "2.8.1": {
    "system-configuration-404-ERR": { kind: "unavailable", reason: "unknown_route" },
    "unauthorized-ERR": { kind: "unauthorized", status: 401 },
    "user-create-bad-username-ERR": { kind: "rejected" },
    "user-create-duplicate-username-ERR": { kind: "conflict", code: "A019" },
    "user-get-by-uuid-404-ERR": { kind: "not_found", code: "A063" },
    "users-list-size-1001-ERR": { kind: "rejected" },
  },
};

for (const version of ["3.3.2", "2.8.1"] as const) {
  describe(`refusals of ${version}`, () => {
    let replay: Replay;
    beforeAll(async () => {
      replay = await startReplayServer(version);
    });
    afterAll(() => replay.close());

    it("knows what every captured refusal means", async () => {
      const client = createPanelClient({ host: replay.url, token: "t", retries: 0 });
      const names = Object.keys(replay.tape).filter(
        (name) => (replay.tape[name]?.status ?? 0) >= 400,
      );
      expect(Object.keys(refusals[version] ?? {}).sort()).toEqual(names.sort());
      for (const name of names) {
        replay.play(name);
        expect(await client.getUserByUsername("x"), name).toMatchObject(
          refusals[version]?.[name] ?? {},
        );
      }
    });

    it("carries the issues of a failed validation", async () => {
      const client = createPanelClient({ host: replay.url, token: "t", retries: 0 });
      replay.play("user-create-bad-username-ERR");
      expect(
        await client.createUser({ ...alice("s", "2027-01-01T00:00:00Z"), username: "a b" }),
      ).toEqual({
        kind: "rejected",
        status: 400,
        code: undefined,
        message: "Validation failed",
        issues: [
          {
            path: "username",
            message: "Username can only contain letters, numbers, underscores and dashes",
          },
        ],
      });
    });
  });
}

describe("answers that mean something else", () => {
  let replay: Replay;
  let client: PanelClient;
  beforeAll(async () => {
    replay = await startReplayServer("3.3.2");
    client = createPanelClient({ host: replay.url, token: "t", retries: 0 });
  });
  afterAll(() => replay.close());

  it("takes 'already disabled' for done and reads the user", async () => {
    replay.play("user-disable-again-ERR", "user-get-by-id");
    expect(await client.disableUser(v3)).toMatchObject({ kind: "ok", value: { id: 2n } });
  });

  it("finds nobody by a Telegram id without calling it an error", async () => {
    replay.play("users-stream-by-telegramId");
    expect(await client.findUsersByTelegramId(7123456789n)).toMatchObject({
      kind: "ok",
      value: [{ telegramId: 7123456789n }],
    });
    expect(replay.seen[0]?.path).toBe("/api/users/stream?size=1000&telegramId=7123456789");
  });
});
