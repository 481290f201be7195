import { afterEach, describe, expect, it } from "vitest";
import { testDatabase } from "@/db/testing";
import { createPanelClient } from "@/server/integrations/remnawave";
import type { DemoPanel } from "./index";
import { DEMO_TOKEN, startTestPanel } from "./testing";

const { sql, url } = await testDatabase();
const running: DemoPanel[] = [];
afterEach(async () => {
  for (const panel of running.splice(0)) await panel.stop();
  await sql`truncate demo.panel_users, demo.panel_state`;
});

async function start(options: Parameters<typeof startTestPanel>[0]) {
  const panel = await startTestPanel(options);
  running.push(panel);
  const client = createPanelClient({ host: panel.url, token: DEMO_TOKEN, retries: 0 });
  return { panel, client };
}

const newUser = (username: string) => ({
  username,
  expireAt: new Date("2030-01-01T00:00:00.000Z"),
  internalSquads: ["f3564679-f6f3-411f-a9bd-bad0e7faef80"],
});

describe("the demo panel's memory", () => {
  it("has every answered change before a restart that nobody announced", async () => {
    const first = await start({ sql });
    const created = await Promise.all(
      Array.from({ length: 60 }, (_, n) => first.client.createUser(newUser(`shop_${n}`))),
    );
    expect(created.every(({ kind }) => kind === "ok")).toBe(true);
    const one = await first.client.getUserByUsername("shop_7");
    if (one.kind !== "ok") throw new Error("not there");
    await first.client.putMetadata(one.value, { sub: "sub_7" });
    await first.client.revokeUser(one.value);
    const last = await first.client.getUser({ id: 60n });
    await first.client.deleteUser({ id: 60n });
    // Not stopped: what a second process reads now is what a kill would have left.
    const second = await start({ databaseUrl: url });

    expect(second.panel.users()).toBe(59);
    expect(last.kind).toBe("ok");
    expect(await second.client.getMetadata(one.value)).toMatchObject({ value: { sub: "sub_7" } });
    expect(await second.client.getUserByUsername("shop_7")).toEqual(
      await first.client.getUserByUsername("shop_7"),
    );
    expect(await second.client.getUserByShortUuid(one.value.shortUuid)).toMatchObject({
      kind: "not_found",
    });
    // The id of a deleted user is never given again.
    expect(await second.client.createUser(newUser("later"))).toMatchObject({ value: { id: 61n } });
  });

  it("keeps a seeded crowd, and passes over names it has", async () => {
    const { panel } = await start({ sql });
    expect(await panel.seedUsers(5000)).toBe(5000);
    expect(await panel.seedUsers(5000)).toBe(0);
    const again = await start({ sql });
    expect(again.panel.users()).toBe(5000);
  });
});
