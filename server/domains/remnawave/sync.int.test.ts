import { and, eq, isNull } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { alerts } from "@/db/schema/monitoring";
import { panelUsers, syncDrift } from "@/db/schema/remnawave";
import { subscriptions } from "@/db/schema/subscriptions";
import { panelShop } from "@/server/testing/panel-shop";
import {
  applyImport,
  confirmImport,
  getImport,
  getSyncRun,
  listDrift,
  listImportRows,
  listSyncRuns,
  openDueSync,
  provisionSubscription,
  runSync,
  stageImport,
  startImport,
  startSync,
  sweepProvisioning,
} from ".";

const USERS = 10_000;
const shop = await panelShop();
const { ctx, db, sql, panel, addCustomer, events } = shop;
await panel.seedUsers(USERS);

afterEach(() => panel.setMood("ok"));

/** Physical identity of every row: any write, even of equal values, changes it. */
const fingerprint = async (): Promise<string> => {
  const [row] = await sql<{ mark: string }[]>`
    select (select md5(string_agg(xmin::text || ctid::text, ',' order by panel_id)) from panel_users)
        || (select md5(string_agg(xmin::text || ctid::text, ',' order by id)) from subscriptions)
      as mark`;
  return row?.mark ?? "";
};
const sync = async () => runSync(ctx, await startSync(ctx));
const openAlert = async () => {
  const [row] = await db
    .select()
    .from(alerts)
    .where(and(eq(alerts.kind, "sync_failed"), isNull(alerts.resolvedAt)));
  return row ?? null;
};

describe("import", () => {
  it("shows a dry run, does it on confirmation, and finds nothing to do the second time", async () => {
    const known = await addCustomer({ telegramId: 500_000_001n });
    await addCustomer({ email: "bulk@example.com" });
    await panel.editUser("bulk_000002", { telegramId: null, silent: true });
    await panel.editUser("bulk_000003", {
      telegramId: null,
      email: "Bulk@example.com",
      silent: true,
    });
    await panel.editUser("bulk_000004", { telegramId: 500_000_005, silent: true });

    const { runId } = await startImport(ctx);
    panel.setMood("cut-stream");
    await expect(stageImport(ctx, { runId })).rejects.toMatchObject({ code: "stream_cut" });
    panel.setMood("ok");
    expect(await stageImport(ctx, { runId })).toEqual({
      create: USERS - 3,
      link: 2,
      conflict: 0,
      ignore: 1,
      applied: 0,
      total: USERS,
    });
    expect((await getSyncRun(ctx, { runId })).seen).toBe(USERS);
    expect(await db.$count(subscriptions)).toBe(0);
    const links = await listImportRows(ctx, { runId, decision: "link" });
    expect(links.rows.map(({ username, reason }) => [username, reason])).toEqual([
      ["bulk_000001", "telegram_id"],
      ["bulk_000003", "email"],
    ]);

    await confirmImport(ctx, { runId });
    const done = await applyImport(ctx, { runId });
    expect(done.applied).toBe(USERS - 1);
    expect(await db.$count(subscriptions)).toBe(USERS - 1);
    expect(await db.$count(subscriptions, eq(subscriptions.customerId, known))).toBe(1);
    // Two panel users of one Telegram id are one person.
    const [people] = await sql<{ n: number }[]>`
      select count(*)::int as n from subscriptions group by customer_id order by 1 desc limit 1`;
    expect(people?.n).toBe(2);

    const before = await fingerprint();
    const again = await startImport(ctx);
    const summary = await stageImport(ctx, again);
    expect([summary.create, summary.link, summary.ignore]).toEqual([0, 0, USERS]);
    await confirmImport(ctx, again);
    await applyImport(ctx, again);
    expect(await fingerprint()).toBe(before);
    expect((await getImport(ctx, again)).summary.applied).toBe(0);
  }, 60_000);
});

describe("sync", () => {
  it("writes no row when nothing changed", async () => {
    expect((await sync()).status).toBe("completed");
    const before = await fingerprint();
    const run = await sync();
    expect(run).toMatchObject({ status: "completed", seen: USERS, changed: 0, drifted: 0 });
    expect(await fingerprint()).toBe(before);
  });

  it("lets the panel win for what happens there, in changed rows only", async () => {
    const outbox = (await events("subscriptions/observed")).length;
    for (let n = 10; n < 15; n++) {
      await panel.editUser(`bulk_0000${n}`, { status: "LIMITED", silent: true });
    }
    const run = await sync();
    expect(run).toMatchObject({ changed: 5, drifted: 0 });
    const limited = await db.$count(subscriptions, eq(subscriptions.status, "limited"));
    expect(limited).toBe(5);
    expect((await events("subscriptions/observed")).length - outbox).toBe(5);
  });

  it("repairs exactly what drifted, field by field on record", async () => {
    for (let n = 100; n < 200; n++) {
      const more = n % 2 === 0 ? { hwidDeviceLimit: 77 } : { trafficLimitBytes: 1 };
      await panel.editUser(`bulk_000${n}`, { ...more, silent: true });
    }
    const run = await sync();
    expect(run).toMatchObject({ status: "completed", changed: 100, drifted: 100 });
    const { rows } = await listDrift(ctx, { runId: run.id, open: true, limit: 200 });
    expect(rows).toHaveLength(100);
    expect(rows.filter(({ field }) => field === "device_limit")).toHaveLength(50);
    expect(rows.find(({ field }) => field === "device_limit")?.observed).toBe("77");

    const queued = await db
      .select({ id: subscriptions.id })
      .from(subscriptions)
      .where(eq(subscriptions.provisioning, "queued"));
    expect(queued).toHaveLength(100);
    for (const { id } of queued) {
      expect((await provisionSubscription(ctx, { subscriptionId: id })).kind).toBe("done");
    }
    expect((await getSyncRun(ctx, { runId: run.id })).repaired).toBe(100);
    expect(await db.$count(syncDrift, isNull(syncDrift.repairedAt))).toBe(0);
    // A repair is no news.
    expect(await events("subscriptions/provisioned")).toEqual([]);
    expect(await sync()).toMatchObject({ drifted: 0 });
  }, 60_000);

  it.each(["cut-stream", "empty-list", "garbage"] as const)(
    "changes nothing and alerts on %s",
    async (mood) => {
      await panel.editUser("bulk_000500", { status: "LIMITED", silent: true });
      const before = await fingerprint();
      const { runId } = await startSync(ctx);
      panel.setMood(mood);
      const run = await runSync(ctx, { runId });
      expect(["refused", "failed"]).toContain(run.status);
      expect(await fingerprint()).toBe(before);
      expect(await openAlert()).not.toBeNull();
      panel.setMood("ok");
      await panel.editUser("bulk_000500", { status: "ACTIVE", silent: true });
      expect((await sync()).status).toBe("completed");
      expect(await openAlert()).toBeNull();
    },
  );

  it("believes that somebody is gone only when the panel says so by name, and delivers again", async () => {
    await panel.editUser("bulk_000600", { delete: true, silent: true });
    const run = await sync();
    expect(run).toMatchObject({ status: "completed", missing: 1 });
    const [gone] = await db
      .select()
      .from(subscriptions)
      .where(eq(subscriptions.panelUsername, "bulk_000600"));
    expect(gone).toMatchObject({ status: "pending", provisioning: "queued" });
    const later = { ...ctx, clock: () => new Date(Date.now() + 10_000) };
    expect((await sweepProvisioning(later)).done).toBe(1);
    const [back] = await db
      .select()
      .from(subscriptions)
      .where(eq(subscriptions.id, gone?.id ?? ""));
    expect(back).toMatchObject({ status: "active", subscriptionUrl: gone?.subscriptionUrl });
  });

  it("never invents an entitlement", async () => {
    const before = await db.$count(subscriptions);
    await panel.seedUsers([{ username: "handmade", expireAt: Date.now() + 86_400_000 }]);
    await sync();
    expect(await db.$count(subscriptions)).toBe(before);
    expect(await db.$count(panelUsers, eq(panelUsers.username, "handmade"))).toBe(1);
  });

  it("does not roll back what was observed after it began", async () => {
    const past = { ...ctx, clock: () => new Date(Date.now() - 3_600_000) };
    await panel.editUser("bulk_000700", { status: "LIMITED", silent: true });
    await sync();
    await panel.editUser("bulk_000700", { status: "ACTIVE", silent: true });
    const { runId } = await startSync(ctx);
    await runSync(past, { runId });
    const [row] = await db
      .select()
      .from(subscriptions)
      .where(eq(subscriptions.panelUsername, "bulk_000700"));
    expect(row?.status).toBe("limited");
    await sync();
  });

  it("has one run at a time and a periodic one when it is due", async () => {
    const first = await startSync(ctx);
    expect(await startSync(ctx)).toEqual(first);
    expect(await openDueSync(ctx)).toEqual({ runId: null });
    const [a, b] = await Promise.all([runSync(ctx, first), runSync(ctx, first)]);
    expect([a.status, b.status]).toContain("completed");
    expect(await getSyncRun(ctx, first)).toMatchObject({ status: "completed", error: null });
    expect(await openDueSync(ctx)).toEqual({ runId: null });
    const later = { ...ctx, clock: () => new Date(Date.now() + 6 * 60_000) };
    const opened = await Promise.all([openDueSync(later), openDueSync(later), openDueSync(later)]);
    const [due] = opened.filter(({ runId }) => runId !== null);
    expect(opened.filter(({ runId }) => runId !== null)).toHaveLength(1);
    const page = await listSyncRuns(ctx, { limit: 2 });
    expect(page.rows[0]?.id).toBe(due?.runId);
    expect(page.nextCursor).not.toBeNull();
  });
});
