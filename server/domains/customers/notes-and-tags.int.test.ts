import { expect, it } from "vitest";
import { testDatabase } from "@/db/testing";
import { type Ctx, systemContext } from "@/server/core/context";
import { createAdmin } from "@/server/domains/team";
import { permissionsOf } from "@/server/rules/permissions";
import { aCustomer } from "@/server/testing/builders";
import {
  addNote,
  changeTags,
  deleteNote,
  editNote,
  getCustomer,
  listCustomers,
  listNotes,
  listTags,
  pinNote,
  renameTag,
  restoreNote,
} from ".";

const { sql, db } = await testDatabase();
const ctx = systemContext("test", { db });

const operator = async (name: string, role: "support" | "analyst" = "support"): Promise<Ctx> => {
  const email = `${name}@example.com`;
  const { id } = await createAdmin(ctx, { email, name, password: "long enough 1", role });
  return { ...ctx, actor: { type: "admin", id, name, permissions: permissionsOf(role) } };
};
const [ann, bob, eve] = [
  await operator("Ann"),
  await operator("Bob"),
  await operator("Eve", "analyst"),
];

it("keeps notes: pinned first, edited by who wrote them, gone and back", async () => {
  const customerId = await aCustomer(ctx);
  const { noteId: first } = await addNote(ann, { customerId, text: " Paid by bank " });
  const { noteId: second } = await addNote(bob, { customerId, text: "Asks for invoices" });
  const texts = async (who: Ctx) => (await listNotes(who, { customerId })).map(({ text }) => text);
  expect(await texts(eve)).toEqual(["Asks for invoices", "Paid by bank"]);

  await pinNote(bob, { noteId: first, pinned: true });
  expect(await texts(ann)).toEqual(["Paid by bank", "Asks for invoices"]);
  expect(await listNotes(ann, { customerId })).toMatchObject([
    { id: first, own: true, authorName: "Ann", pinned: true },
    { id: second, own: false, authorName: "Bob", pinned: false },
  ]);

  await editNote(ann, { noteId: first, text: "Pays by bank" });
  await expect(editNote(bob, { noteId: first, text: "mine" })).rejects.toMatchObject({
    code: "not_your_note",
  });
  await expect(addNote(eve, { customerId, text: "x" })).rejects.toMatchObject({
    kind: "forbidden",
  });
  await expect(addNote(ann, { customerId, text: "  " })).rejects.toMatchObject({
    kind: "validation",
  });

  await deleteNote(bob, { noteId: first });
  expect(await texts(ann)).toEqual(["Asks for invoices"]);
  await restoreNote(bob, { noteId: first });
  expect(await texts(ann)).toEqual(["Pays by bank", "Asks for invoices"]);
  // The log names the note and never its words.
  const log = await sql`select after from audit_log where subject_id = ${customerId} order by seq`;
  expect(log[0]?.after).toEqual({ noteId: first });
});

it("keeps tags in one spelling, says what really changed, and finds people by them", async () => {
  const customerId = await aCustomer(ctx);
  const other = await aCustomer(ctx, { tags: ["vip"] });
  expect(
    await changeTags(ann, { customerId, add: [" VIP ", "Late   payer"], remove: ["gone"] }),
  ).toEqual({ added: ["late payer", "vip"], removed: [] });
  expect(await changeTags(ann, { customerId, add: ["vip"] })).toEqual({ added: [], removed: [] });
  expect((await getCustomer(ann, { customerId })).tags).toEqual(["late payer", "vip"]);
  expect(await listTags(eve)).toEqual([
    { tag: "vip", people: 2 },
    { tag: "late payer", people: 1 },
  ]);
  const { rows } = await listCustomers(eve, { tag: "VIP" });
  expect(new Set(rows.map(({ id }) => id))).toEqual(new Set([customerId, other]));
  await expect(changeTags(eve, { customerId, add: ["x"] })).rejects.toMatchObject({
    kind: "forbidden",
  });
  await expect(changeTags(ann, { customerId, add: ["<b>"] })).rejects.toMatchObject({
    kind: "validation",
  });
  const many = Array.from({ length: 19 }, (_, index) => `tag ${index}`);
  await expect(changeTags(ann, { customerId, add: many })).rejects.toMatchObject({
    code: "too_many_tags",
  });

  expect(await renameTag(ann, { from: "late payer", to: "vip" })).toEqual({ people: 1 });
  expect((await getCustomer(ann, { customerId })).tags).toEqual(["vip"]);
});

it("adds and removes tags at once without losing one", async () => {
  const customerId = await aCustomer(ctx);
  const names = Array.from({ length: 10 }, (_, index) => `t${index}`);
  await Promise.all(names.map((name) => changeTags(ann, { customerId, add: [name] })));
  expect((await getCustomer(ann, { customerId })).tags).toEqual(names);
});
