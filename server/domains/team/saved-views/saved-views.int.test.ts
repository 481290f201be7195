import { expect, it } from "vitest";
import { testDatabase } from "@/db/testing";
import { type Ctx, systemContext } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { type Permission, permissionsOf } from "@/server/rules/permissions";
import {
  changeView,
  createAdmin,
  deleteView,
  listViews,
  orderViews,
  restoreView,
  saveView,
  setDefaultView,
} from "..";
import { MOST_VIEWS } from "../schemas";

const { sql, db } = await testDatabase();
const ctx = systemContext("test", { db });

async function operator(name: string, permissions: readonly Permission[]): Promise<Ctx> {
  const email = `${newId("admin")}@example.com`;
  const { id } = await createAdmin(ctx, {
    email,
    name,
    password: "long enough 1",
    role: "support",
  });
  return { ...ctx, actor: { type: "admin", id, name, permissions } };
}
const support = permissionsOf("support");
const names = async (who: Ctx, list = "orders") =>
  (await listViews(who)).filter((view) => view.list === list).map(({ name }) => name);

it("keeps a list as it is filtered, for oneself or for the team", async () => {
  const [ann, bob] = [await operator("Ann", support), await operator("Bob", support)];
  const { viewId } = await saveView(ann, {
    list: "orders",
    name: " To  do ",
    query: "status=paid",
  });
  await saveView(ann, { list: "customers", name: "To do", query: "filter=blocked", shared: true });
  expect(await listViews(ann)).toMatchObject([
    { id: viewId, list: "orders", name: "To do", query: "status=paid", own: true, mayChange: true },
    { list: "customers", shared: true },
  ]);
  expect(await listViews(bob)).toMatchObject([
    { list: "customers", name: "To do", ownerName: "Ann", own: false, mayChange: false },
  ]);
  await changeView(ann, { viewId, shared: true });
  expect(await names(bob)).toEqual(["To do"]);
  await changeView(ann, { viewId, shared: false, query: "status=pending" });
  expect(await names(bob)).toEqual([]);
  const log = await sql`select action from audit_log where actor_id = ${ann.actor.id} order by seq`;
  expect(log.map(({ action }) => action)).toEqual([
    "team.saveView",
    "team.saveView",
    "team.changeView",
    "team.changeView",
  ]);
});

it("does not let on that somebody else has a view, whatever is tried with its id", async () => {
  const [ann, bob] = [await operator("Ann", support), await operator("Bob", support)];
  const { viewId } = await saveView(ann, { list: "orders", name: "Mine", query: "" });
  for (const attempt of [
    () => changeView(bob, { viewId, name: "Yours" }),
    () => deleteView(bob, { viewId }),
    () => restoreView(bob, { viewId }),
    () => setDefaultView(bob, { list: "orders", viewId }),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ code: "view_not_found" });
  }
  await orderViews(bob, { list: "orders", viewIds: [viewId] });
  expect(await names(ann)).toEqual(["Mine"]);
  await deleteView(ann, { viewId });
  await expect(restoreView(bob, { viewId })).rejects.toMatchObject({ code: "view_not_found" });
});

it("lets a shared view be changed by its owner and by who manages the team", async () => {
  const [ann, bob] = [await operator("Ann", support), await operator("Bob", support)];
  const boss = await operator("Boss", permissionsOf("owner"));
  const { viewId } = await saveView(ann, {
    list: "orders",
    name: "Ours",
    query: "",
    shared: true,
  });
  await expect(changeView(bob, { viewId, name: "Bob's" })).rejects.toMatchObject({
    code: "not_your_view",
  });
  await expect(deleteView(bob, { viewId })).rejects.toMatchObject({ code: "not_your_view" });
  await changeView(boss, { viewId, name: "The team's" });
  expect(await names(ann)).toEqual(["The team's"]);
});

it("shows views of a list to those who may read the list", async () => {
  const ann = await operator("Ann", support);
  await saveView(ann, { list: "orders", name: "For all", query: "", shared: true });
  const eve = await operator("Eve", ["customers.read"]);
  expect(await names(eve)).toEqual([]);
  await expect(saveView(eve, { list: "orders", name: "x", query: "" })).rejects.toMatchObject({
    kind: "forbidden",
  });
  await expect(listViews(ctx)).rejects.toMatchObject({ kind: "forbidden" });
});

it("goes and comes back, and gives its name away meanwhile", async () => {
  const ann = await operator("Ann", support);
  const { viewId } = await saveView(ann, { list: "payouts", name: "Due", query: "" });
  await setDefaultView(ann, { list: "payouts", viewId });
  await deleteView(ann, { viewId });
  expect(await names(ann, "payouts")).toEqual([]);
  await restoreView(ann, { viewId });
  expect((await listViews(ann)).find(({ id }) => id === viewId)).toMatchObject({ isDefault: true });

  await deleteView(ann, { viewId });
  await saveView(ann, { list: "payouts", name: "Due", query: "status=requested" });
  await expect(restoreView(ann, { viewId })).rejects.toMatchObject({ code: "view_name_taken" });

  const tomorrow = { ...ann, clock: () => new Date(Date.now() + 25 * 3600_000) };
  const { viewId: other } = await saveView(ann, { list: "payouts", name: "Old", query: "" });
  await deleteView(tomorrow, { viewId: other });
  expect(await sql`select id from saved_views where id = ${viewId}`).toEqual([]);
});

it("opens a list with one's own choice, and nobody else's", async () => {
  const [ann, bob] = [await operator("Ann", support), await operator("Bob", support)];
  const views = await Promise.all(
    ["A", "B"].map((name) =>
      saveView(ann, { list: "audit" as const, name, query: "" }).catch(() => null),
    ),
  );
  expect(views).toEqual([null, null]);
  const { viewId: one } = await saveView(ann, {
    list: "orders",
    name: "1",
    query: "",
    shared: true,
  });
  const { viewId: two } = await saveView(ann, { list: "orders", name: "2", query: "" });
  await setDefaultView(ann, { list: "orders", viewId: one });
  await setDefaultView(ann, { list: "orders", viewId: two });
  await setDefaultView(bob, { list: "orders", viewId: one });
  const chosen = async (who: Ctx) =>
    (await listViews(who)).filter(({ isDefault }) => isDefault).map(({ id }) => id);
  expect([await chosen(ann), await chosen(bob)]).toEqual([[two], [one]]);
  await setDefaultView(ann, { list: "orders", viewId: null });
  expect([await chosen(ann), await chosen(bob)]).toEqual([[], [one]]);
  await expect(setDefaultView(ann, { list: "customers", viewId: one })).rejects.toMatchObject({
    kind: "validation",
  });
});

it("stands in the order its owner gives, and comes in once under many hands", async () => {
  const ann = await operator("Ann", support);
  const made: string[] = [];
  for (const name of ["a", "b", "c"]) {
    made.push((await saveView(ann, { list: "partners", name, query: "" })).viewId);
  }
  expect(await names(ann, "partners")).toEqual(["a", "b", "c"]);
  await orderViews(ann, { list: "partners", viewIds: made.toReversed() });
  expect(await names(ann, "partners")).toEqual(["c", "b", "a"]);

  const same = await Promise.allSettled(
    Array.from({ length: 5 }, () => saveView(ann, { list: "partners", name: "d", query: "" })),
  );
  expect(same.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const many = await Promise.allSettled(
    Array.from({ length: MOST_VIEWS }, (_, index) =>
      saveView(ann, { list: "partners", name: `n${index}`, query: "" }),
    ),
  );
  expect(many.filter(({ status }) => status === "fulfilled")).toHaveLength(MOST_VIEWS - 4);
  await expect(saveView(ann, { list: "partners", name: "more", query: "" })).rejects.toMatchObject({
    code: "too_many_views",
  });
});

it("takes names and queries as people and addresses have them", async () => {
  const ann = await operator("Ann", support);
  for (const wrong of [
    { name: "  " },
    { name: "x".repeat(61) },
    { query: "view=viw_1&status=paid" },
  ]) {
    await expect(
      saveView(ann, { list: "orders", name: "ok", query: "", ...wrong }),
    ).rejects.toMatchObject({ kind: "validation" });
  }
});
