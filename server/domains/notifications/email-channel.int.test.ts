import { eq } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { customers } from "@/db/schema/customers";
import { notifications } from "@/db/schema/notifications";
import { testDatabase } from "@/db/testing";
import { inTransaction, systemContext } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { startDemoMail } from "@/server/demo/mail";
import { updateSettingsGroup } from "@/server/domains/settings";
import { aCustomer } from "@/server/testing/builders";
import { deliverNotification } from ".";
import { notify } from "./notify";

const { db } = await testDatabase();
const ctx = systemContext("test", { db });
const mail = await startDemoMail();
afterAll(() => mail.stop());

const useMail = (values: { host: string; port: number }) =>
  updateSettingsGroup(ctx, {
    id: "email",
    values: { encryption: "none", from: "Shop <shop@example.com>", ...values },
  });
const works = () => useMail({ host: mail.host, port: mail.port });
const webCustomer = () =>
  aCustomer(ctx, { telegramId: null, email: `${newId("customer")}@example.com`, locale: "ru" });

async function ready(customerId: string): Promise<{ id: string; channel: string }[]> {
  const dedupeKey = newId("notification");
  await inTransaction(ctx, (tx) =>
    notify(tx, {
      customerId,
      type: "subscription_ready",
      data: {
        subscriptionId: "sub_1",
        plan: "Pro & <more>",
        expiresAt: "2026-12-23T10:00:00.000Z",
      },
      dedupeKey,
    }),
  );
  return db
    .select({ id: notifications.id, channel: notifications.channel })
    .from(notifications)
    .where(eq(notifications.dedupeKey, dedupeKey));
}

async function readyByMail(): Promise<{ id: string; email: string | null }> {
  const customerId = await webCustomer();
  const [row, ...more] = await ready(customerId);
  expect(row?.channel).toBe("email");
  expect(more).toEqual([]);
  const [person] = await db.select().from(customers).where(eq(customers.id, customerId));
  return { id: row?.id ?? "", email: person?.email ?? null };
}

const stateOf = async (id: string) =>
  (await db.select().from(notifications).where(eq(notifications.id, id)))[0];
const lettersTo = (email: string | null) =>
  mail.letters().filter(({ to }) => to.includes(email ?? ""));

test("who has no Telegram gets a letter in plain words, with links instead of the bot's buttons, once", async () => {
  await works();
  const { id, email } = await readyByMail();
  expect(await deliverNotification(ctx, { notificationId: id })).toMatchObject({ kind: "sent" });
  expect(await deliverNotification(ctx, { notificationId: id })).toMatchObject({ kind: "already" });
  const [letter, ...more] = lettersTo(email);
  expect(more).toEqual([]);
  expect(letter?.subject).toBe("Подписка готова");
  expect(letter?.text).toMatch(/Pro & <more>/);
  expect(letter?.text).toMatch(/http\S+\/miniapp\/subscription\/sub_1\?connect=1$/m);
  expect(letter?.text).not.toMatch(/<b>|✅|&amp;/);
  expect(await stateOf(id)).toMatchObject({
    status: "sent",
    externalId: expect.stringContaining(id),
  });
});

test("who can be reached by the bot gets no letter besides; who blocked it does", async () => {
  const email = `${newId("customer")}@example.com`;
  const both = await aCustomer(ctx, { email });
  expect((await ready(both)).map(({ channel }) => channel)).toEqual(["telegram"]);
  await db.update(customers).set({ botBlockedAt: new Date() }).where(eq(customers.id, both));
  expect((await ready(both)).map(({ channel }) => channel)).toEqual(["email"]);
  const nowhere = await aCustomer(ctx, { telegramId: null });
  const [row] = await ready(nowhere);
  expect(await deliverNotification(ctx, { notificationId: row?.id ?? "" })).toMatchObject({
    kind: "skipped",
  });
});

test("without a mail server it is undeliverable; with one that is down it is tried again", async () => {
  await useMail({ host: "", port: 25 });
  const first = await readyByMail();
  expect(await deliverNotification(ctx, { notificationId: first.id })).toMatchObject({
    kind: "skipped",
  });
  expect(await stateOf(first.id)).toMatchObject({ status: "skipped" });

  // Nobody listens on the discard port of loopback.
  await useMail({ host: "127.0.0.1", port: 9 });
  const second = await readyByMail();
  expect(await deliverNotification(ctx, { notificationId: second.id })).toMatchObject({
    kind: "later",
    reason: expect.stringContaining("refused"),
  });
  await works();
  expect(await deliverNotification(ctx, { notificationId: second.id })).toMatchObject({
    kind: "sent",
  });
  expect(lettersTo(second.email)).toHaveLength(1);
});
