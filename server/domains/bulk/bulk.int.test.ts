import { fork } from "node:child_process";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "@/db/testing";
import { type Ctx, systemContext } from "@/server/core/context";
import { env } from "@/server/core/env";
import { archivePromoCode } from "@/server/domains/promocodes";
import { createAdmin, disableAdmin } from "@/server/domains/team";
import { BULK_NEEDS } from "@/server/rules/bulk";
import { PERMISSION_IDS, permissionsOf } from "@/server/rules/permissions";
import { aCustomer } from "@/server/testing/builders";
import { until } from "@/server/testing/until";
import {
  cancelBulk,
  getBulkRun,
  listBulkActions,
  listBulkItems,
  listBulkRuns,
  previewBulk,
  resumeBulkRuns,
  retryBulk,
  startBulk,
  undoBulk,
  workBulkRun,
} from ".";

const { url, sql, db } = await testDatabase();
const ctx = systemContext("test", { db });

const operator = async (role: "owner" | "admin" | "support" | "analyst"): Promise<Ctx> => {
  const email = `${role}-${Math.random()}@example.com`;
  const { id } = await createAdmin(ctx, { email, name: role, password: "long enough 1", role });
  return { ...ctx, actor: { type: "admin", id, name: role, permissions: permissionsOf(role) } };
};
const [admin, support, analyst] = [
  await operator("admin"),
  await operator("support"),
  await operator("analyst"),
];

/** The same operator in a browser where the second factor was shown, or was not. */
const inSession = (who: Ctx, freshUntil: Date | null): Ctx =>
  who.actor.type === "admin"
    ? { ...who, actor: { ...who.actor, session: { id: "ses_1", address: "::1", freshUntil } } }
    : who;

let pressed = 0;
const start = (
  who: Ctx,
  action: string,
  input: Record<string, unknown>,
  selection: Parameters<typeof startBulk>[1]["selection"],
  expected = 50_000,
) => startBulk(who, { action, input, selection, expected, clientKey: `press-${++pressed}-key` });

async function workToEnd(runId: string, limit = 200): Promise<void> {
  while (!(await workBulkRun(ctx, { runId, limit })).over);
}

const people = async (count: number, tag: string) => {
  await sql`
    insert into customers (id, telegram_id, first_name, referral_code, tags)
    select 'cus_' || ${tag} || lpad(n::text, 6, '0'), hashtext(${tag})::bigint * 100000 + n,
      'Name' || n, ${tag} || n, array[${tag}::text] from generate_series(1, ${count}) n`;
};

const MANY = 10_000;
beforeAll(async () => {
  await people(MANY, "many");
  await sql`
    insert into subscriptions (id, customer_id, origin, plan, status, expires_at, traffic_limit_bytes,
      traffic_strategy, internal_squads, panel_username, observed_status, cancelled_at)
    select 'sub_' || n, 'cus_many' || lpad(n::text, 6, '0'), 'order', '{"id":"p","name":{"en":"P","ru":"П"}}',
      case when n % 100 = 0 then 'cancelled' else 'active' end, now() + interval '10 days', 0, 'MONTH', '{}',
      'rz_' || n, 'ACTIVE', case when n % 100 = 0 then now() end
    from generate_series(1, ${MANY}) n`;
  await sql`analyze customers`;
  await sql`analyze subscriptions`;
});

const days = async () => {
  const rows = await sql<{ gifted: number; subscriptions: number; grants: number }[]>`
    select round(extract(epoch from expires_at - created_at) / 86400)::int as gifted,
      count(*)::int as subscriptions, (select count(*)::int from subscription_grants) as grants
    from subscriptions where cancelled_at is null group by 1 order by 1`;
  return rows;
};

describe("ten thousand subscriptions", () => {
  const everybody = { list: "subscriptions" as const, filter: {} };
  let runId = "";

  it("are counted before, with those left out and why", async () => {
    const preview = await previewBulk(support, {
      action: "giftDays",
      input: { days: 3, reason: "outage" },
      selection: everybody,
    });
    expect(preview).toMatchObject({ eligible: 9_900, max: 50_000 });
    expect(preview.examples).toHaveLength(5);
    expect(preview.skipped).toEqual([
      { reason: "cancelled", count: 100, examples: expect.any(Array) },
    ]);
  });

  it("are written down at once, however often the button is pressed", async () => {
    const asked = {
      action: "giftDays",
      input: { days: 3, reason: "outage" },
      selection: everybody,
      expected: 9_900,
      clientKey: "pressed-ten-times",
    };
    const began = performance.now();
    const runs = await Promise.all(Array.from({ length: 10 }, () => startBulk(support, asked)));
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(new Set(runs.map((run) => run.runId)).size).toBe(1);
    runId = runs[0]?.runId ?? "";
    expect(await getBulkRun(support, { runId })).toMatchObject({
      status: "running",
      total: MANY,
      skipped: 100,
      done: 0,
      createdByName: "support",
    });
    const events = await sql`select 1 from outbox where name = 'bulk/run.started'`;
    expect(events).toHaveLength(1);
  });

  it("get their days exactly once: two workers, one killed in the middle, one late", async () => {
    await Promise.all([
      workBulkRun(ctx, { runId, limit: 600 }),
      workBulkRun(ctx, { runId, limit: 600 }),
    ]);
    const child = fork(path.join(import.meta.dirname, "testing/hold-run.ts"), [url, runId], {
      execArgv: ["--import", "tsx"],
      env: {
        NODE_ENV: "production",
        DATABASE_URL: url,
        LOG_LEVEL: "silent",
        AUTH_SECRET: "a".repeat(32),
        ENCRYPTION_KEY: env().ENCRYPTION_KEY,
      },
    });
    const gone = new Promise((resolve) => child.once("exit", resolve));
    await until(async () => (await getBulkRun(support, { runId })).done > 2_000, {
      timeoutMs: 60_000,
    });
    child.kill("SIGKILL");
    await gone;
    expect((await getBulkRun(support, { runId })).done).toBeLessThan(9_900);
    await Promise.all([workToEnd(runId), workToEnd(runId)]);
    await workToEnd(runId);

    const run = await getBulkRun(support, { runId });
    expect(run).toMatchObject({ status: "done", done: 9_900, failed: 0, skipped: 100 });
    expect(await days()).toEqual([{ gifted: 13, subscriptions: 9_900, grants: 9_900 }]);
    // Each is its own entry in the log, by who began it and under the run's name.
    const [log] = await sql`
      select count(*)::int as n, count(distinct subject_id)::int as subjects from audit_log
      where action = 'subscriptions.giftDays' and request_id = ${runId} and actor_id = ${support.actor.id}`;
    expect(log).toEqual({ n: 9_900, subjects: 9_900 });
  }, 180_000);

  it("give them back, once", async () => {
    const few = ["sub_1", "sub_2", "sub_3"];
    const gift = await start(
      support,
      "giftDays",
      { days: 5 },
      { list: "subscriptions", ids: [...few, "sub_100", "sub_nobody"] },
    );
    await workToEnd(gift.runId);
    expect(await days()).toMatchObject([
      { gifted: 13, subscriptions: 9_897 },
      { gifted: 18, subscriptions: 3 },
    ]);
    expect(await getBulkRun(support, gift)).toMatchObject({ total: 4, done: 3, mayUndo: true });
    const undone = await Promise.allSettled([undoBulk(support, gift), undoBulk(support, gift)]);
    const back = undone.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    expect(back).toHaveLength(1);
    await workToEnd(back[0]?.runId ?? "");
    expect(await days()).toMatchObject([{ gifted: 13, subscriptions: 9_900 }]);
    expect(await getBulkRun(support, gift)).toMatchObject({
      mayUndo: false,
      undoneBy: back[0]?.runId,
    });
  });
});

describe("a run", () => {
  it("stops between two rows when it is cancelled, and stays stopped", async () => {
    await people(300, "stop");
    const { runId } = await start(
      support,
      "addTag",
      { tag: "late" },
      {
        list: "customers",
        filter: { tag: "stop" },
      },
    );
    await workBulkRun(ctx, { runId, limit: 100 });
    await cancelBulk(support, { runId });
    expect(await workBulkRun(ctx, { runId, limit: 100 })).toEqual({ over: true });
    expect(await getBulkRun(support, { runId })).toMatchObject({ status: "cancelled", done: 100 });
    const tagged = await sql`select 1 from customers where tags @> array['late']`;
    expect(tagged).toHaveLength(100);
    const { rows } = await listBulkItems(support, { runId, status: ["waiting"], limit: 200 });
    expect(rows).toHaveLength(200);
    await cancelBulk(support, { runId });

    const { runId: back } = await undoBulk(support, { runId });
    await workToEnd(back);
    expect(await sql`select 1 from customers where tags @> array['late']`).toHaveLength(0);
  });

  it("leaves out who changed since, says in codes what failed, and keeps nothing of it", async () => {
    const [ann, bob, eve] = [await aCustomer(ctx), await aCustomer(ctx), await aCustomer(ctx)];
    const ids = [ann, bob, eve];
    const { runId } = await start(support, "addTag", { tag: "kept" }, { list: "customers", ids });
    await sql`update customers set tags = array['kept'] where id = ${ann}`;
    await sql`alter table customers add constraint no_bob check (id <> ${sql.unsafe(`'${bob}'`)} or cardinality(tags) = 0) not valid`;
    await workToEnd(runId);
    await sql`alter table customers drop constraint no_bob`;
    const { rows } = await listBulkItems(support, { runId });
    const outcome = new Map(rows.map((row) => [row.subjectId, [row.status, row.error]]));
    expect(outcome.get(ann)).toEqual(["skipped", "has_tag"]);
    expect(outcome.get(bob)).toEqual(["failed", "internal"]);
    expect(outcome.get(eve)).toEqual(["done", null]);
    expect(await sql`select 1 from audit_log where subject_id = ${bob}`).toHaveLength(0);
  });

  it("does the rest of what failed or was stopped, once, whoever begins it", async () => {
    const ids = await Promise.all(Array.from({ length: 6 }, () => aCustomer(ctx)));
    const credit = { amount: "700", currency: "RUB", reason: "outage" };
    const first = await start(admin, "giveCredit", credit, { list: "customers", ids });
    await expect(retryBulk(admin, first)).rejects.toMatchObject({ code: "bulk_running" });
    await workBulkRun(ctx, { runId: first.runId, limit: 4 });
    await cancelBulk(admin, first);
    expect(await listBulkRuns(admin, { running: true })).toMatchObject({ rows: [] });
    expect(await getBulkRun(admin, first)).toMatchObject({ done: 4, mayRetry: true });
    await expect(retryBulk(support, first)).rejects.toMatchObject({ kind: "forbidden" });

    const other = await operator("admin");
    const pressed = await Promise.allSettled([
      retryBulk(admin, first),
      retryBulk(other, first),
      retryBulk(admin, first),
    ]);
    const made = pressed.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    expect(made).toHaveLength(1);
    const runId = made[0]?.runId ?? "";
    const refused = pressed.flatMap((one) => (one.status === "rejected" ? [one.reason.code] : []));
    expect(refused).toEqual(["bulk_retried", "bulk_retried"]);
    expect((await listBulkRuns(admin, { running: true })).rows.map(({ id }) => id)).toEqual([
      runId,
    ]);
    await workToEnd(runId);

    expect(await getBulkRun(admin, { runId })).toMatchObject({
      total: 2,
      done: 2,
      restOf: first.runId,
      mayRetry: false,
    });
    expect(await getBulkRun(admin, first)).toMatchObject({ mayRetry: false, restBy: runId });
    const balances = await sql`
      select balance::int from ledger_accounts where owner in ${sql(ids)}`;
    expect(balances.map(({ balance }) => balance)).toEqual(Array(6).fill(700));
  });

  it("goes on after its job gave up, and ends with who began it", async () => {
    await people(20, "stall");
    const who = await operator("support");
    const { runId } = await start(
      who,
      "addTag",
      { tag: "x" },
      {
        list: "customers",
        filter: { tag: "stall" },
      },
    );
    expect(await resumeBulkRuns(ctx)).toBe(0);
    const later = { ...ctx, clock: () => new Date(Date.now() + 600_000) };
    expect(await resumeBulkRuns(later)).toBe(1);
    const owner = await operator("owner");
    await disableAdmin(owner, { adminId: who.actor.id });
    expect(await workBulkRun(ctx, { runId, limit: 10 })).toEqual({ over: true });
    expect(await getBulkRun(support, { runId })).toMatchObject({ status: "cancelled", done: 0 });
  });

  it("asks for what the same action on one row asks for, and shows itself to nobody else", async () => {
    const customerId = await aCustomer(ctx);
    const one = { list: "customers" as const, ids: [customerId] };
    const credit = { amount: "500", currency: "RUB", reason: "sorry" };
    for (const attempt of [
      () => start(analyst, "addTag", { tag: "x" }, one),
      () => start(support, "giveCredit", credit, one),
      () => start(support, "archiveCodes", {}, { list: "promocodes", filter: {} }),
      () => start(analyst, "cancelOrders", {}, { list: "orders", filter: {} }),
      () => previewBulk(analyst, { action: "giftDays", input: { days: 1 }, selection: one }),
      () => listBulkRuns({ ...ctx, actor: { type: "customer", id: customerId } }, {}),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ kind: "forbidden", code: "forbidden" });
    }
    const { runId } = await start(admin, "giveCredit", credit, one);
    await expect(getBulkRun(support, { runId })).rejects.toMatchObject({ kind: "not_found" });
    await expect(cancelBulk(support, { runId })).rejects.toMatchObject({ kind: "forbidden" });
    expect((await listBulkRuns(analyst, {})).rows).toEqual([]);
    await workToEnd(runId);
    const [account] =
      await sql`select balance::int from ledger_accounts where owner = ${customerId}`;
    expect(account?.balance).toBe(500);
  });

  it("asks who sits there before what cannot be taken back, and before much money", async () => {
    const ids = [await aCustomer(ctx), await aCustomer(ctx)];
    const selection = { list: "customers" as const, ids };
    const stale = inSession(admin, null);
    const asked = { kind: "forbidden", code: "fresh_factor_needed" };
    const text = { message: "We are back" };
    await expect(start(stale, "message", text, selection)).rejects.toMatchObject(asked);
    const much = { amount: "9000000000", currency: "RUB", reason: "too kind" };
    await expect(start(stale, "giveCredit", much, selection)).rejects.toMatchObject(asked);
    expect(await sql`select 1 from bulk_runs where action = 'message'`).toHaveLength(0);
    const fresh = inSession(admin, new Date(Date.now() + 60_000));
    const { runId } = await start(fresh, "message", text, selection);
    await workToEnd(runId);
    const sent = await sql`select customer_id from notifications where type = 'operator_message'`;
    expect(sent).toHaveLength(2);
  });

  it("refuses what makes no sense: nobody, too many, more than was seen, a wrong list", async () => {
    const customerId = await aCustomer(ctx, { tags: ["has"] });
    const one = { list: "customers" as const, ids: [customerId] };
    const all = { list: "customers" as const, filter: {} };
    const refused = async (asked: Promise<unknown>, code: string) =>
      expect(asked).rejects.toMatchObject({ code });
    await refused(start(admin, "addTag", { tag: "has" }, one), "bulk_nothing");
    await refused(start(admin, "addTag", { tag: "y" }, all, 10), "bulk_grew");
    await refused(start(admin, "fly", {}, one), "bulk_action_not_found");
    await refused(start(admin, "archiveCodes", {}, one), "bulk_wrong_list");
    await refused(start(admin, "addTag", { tag: "" }, one), "invalid_input");
    await people(50_001, "over");
    const over = { list: "customers" as const, filter: { tag: "over" } };
    await refused(start(admin, "addTag", { tag: "y" }, over, 50_001), "bulk_too_many");
    expect(await sql`select 1 from bulk_runs where total > 50000`).toHaveLength(0);
  });

  it("offers something to everybody before whose lists boxes stand, and to nobody else", () => {
    for (const list of ["customers", "subscriptions", "orders", "promocodes"] as const) {
      for (const permission of PERMISSION_IDS) {
        const actor = {
          type: "admin" as const,
          id: "adm_1",
          name: "One",
          permissions: [permission],
        };
        const offered = listBulkActions({ ...ctx, actor }, { list }).length > 0;
        expect([list, permission, offered]).toEqual([
          list,
          permission,
          BULK_NEEDS[list].includes(permission),
        ]);
      }
    }
  });

  it("archives a whole batch of codes and brings it back", async () => {
    await sql`
      insert into promo_codes (id, code, kind, percent_bp, batch)
      select 'prm_' || n, 'BATCH' || n, 'percent', 1000, 'spring' from generate_series(1, 30) n`;
    await archivePromoCode(admin, { promoCodeId: "prm_1" });
    const batch = { list: "promocodes" as const, filter: { batch: "spring" } };
    const { runId } = await start(admin, "archiveCodes", {}, batch);
    await workToEnd(runId);
    expect(await getBulkRun(admin, { runId })).toMatchObject({ done: 29, skipped: 1 });
    const { runId: back } = await undoBulk(admin, { runId });
    await workToEnd(back);
    const left = await sql`select id from promo_codes where archived_at is not null`;
    expect(left.map(({ id }) => id)).toEqual(["prm_1"]);
  });

  it("reaches people's running subscriptions, and the people behind orders", async () => {
    const { eligible } = await previewBulk(support, {
      action: "resetTraffic",
      input: {},
      selection: { list: "customers", ids: ["cus_many000001", "cus_many000100"] },
    });
    expect(eligible).toBe(1);
    const owners = await previewBulk(support, {
      action: "addTag",
      input: { tag: "owner" },
      selection: { list: "subscriptions", ids: ["sub_1", "sub_2"] },
    });
    expect(owners.eligible).toBe(2);
  });
});
