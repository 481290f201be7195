import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { customers } from "@/db/schema/customers";
import { testDatabase } from "@/db/testing";
import { type Ctx, systemContext } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { aCustomer } from "@/server/testing/builders";
import {
  createCustomerSession,
  endOtherOwnSessions,
  endOwnSession,
  findCustomerSession,
  linkTelegram,
  listOwnSessions,
  startTelegramLink,
} from ".";

const { db } = await testDatabase();
let now = new Date("2026-05-01T10:00:00Z");
const ctx: Ctx = systemContext("test", { db, clock: () => now });
const as = (id: string): Ctx => ({ ...ctx, actor: { type: "customer", id } });

async function signedIn(customerId: string) {
  const { token } = await createCustomerSession(ctx, {
    customerId,
    userAgent: "Firefox",
    openedBy: "email",
  });
  const session = await findCustomerSession(ctx, { token });
  return { token, sessionId: session?.sessionId ?? "" };
}

test("a customer sees their sessions, ends one or all others, and nobody else's", async () => {
  const [customerId, stranger] = [await aCustomer(ctx), await aCustomer(ctx)];
  const [here, there, third] = [
    await signedIn(customerId),
    await signedIn(customerId),
    await signedIn(customerId),
  ];
  const own = as(customerId);
  const list = () => listOwnSessions(own, { customerId, current: here.sessionId });
  expect(await list()).toHaveLength(3);
  expect((await list()).filter(({ current }) => current).map(({ id }) => id)).toEqual([
    here.sessionId,
  ]);

  const asked = { customerId: stranger, sessionId: here.sessionId };
  await expect(endOwnSession(as(stranger), asked)).rejects.toMatchObject({ kind: "not_found" });
  await expect(listOwnSessions(as(stranger), { customerId, current: null })).rejects.toThrow();

  await endOwnSession(own, { customerId, sessionId: there.sessionId });
  expect(await findCustomerSession(ctx, { token: there.token })).toBeNull();
  const again = endOwnSession(own, { customerId, sessionId: there.sessionId });
  await expect(again).rejects.toMatchObject({ code: "session_not_found" });
  expect(await endOtherOwnSessions(own, { customerId, current: here.sessionId })).toEqual({
    ended: 1,
  });
  expect(await findCustomerSession(ctx, { token: third.token })).toBeNull();
  expect(await findCustomerSession(ctx, { token: here.token })).toMatchObject({ customerId });
});

test("the last use is known to within minutes", async () => {
  const customerId = await aCustomer(ctx);
  const { token, sessionId } = await signedIn(customerId);
  const used = async () =>
    (await listOwnSessions(as(customerId), { customerId, current: sessionId }))[0]?.lastUsedAt;
  expect(await used()).toBeNull();
  now = new Date(now.getTime() + 6 * 60_000);
  await findCustomerSession(ctx, { token });
  expect(await used()).toEqual(now);
});

const webCustomer = () =>
  aCustomer(ctx, { telegramId: null, email: `${newId("customer")}@example.com` });
const telegramOf = async (id: string) =>
  (await db.select().from(customers).where(eq(customers.id, id)))[0]?.telegramId;

test("a link from the cabinet attaches the Telegram account that opens it, once", async () => {
  const customerId = await webCustomer();
  const { payload } = await startTelegramLink(as(customerId), { customerId });
  expect(payload).toMatch(/^[\w-]{1,64}$/);
  expect(await linkTelegram(ctx, { telegramId: 9001n, payload })).toBe("linked");
  expect(await telegramOf(customerId)).toBe(9001n);
  expect(await linkTelegram(ctx, { telegramId: 9002n, payload })).toBe("link_over");
  expect(await telegramOf(customerId)).toBe(9001n);
  const more = startTelegramLink(as(customerId), { customerId });
  await expect(more).rejects.toMatchObject({ code: "telegram_linked" });
});

test("a Telegram account that is a customer already stays one, and the link stays good for another", async () => {
  const customerId = await webCustomer();
  await aCustomer(ctx, { telegramId: 9003n });
  const { payload } = await startTelegramLink(as(customerId), { customerId });
  expect(await linkTelegram(ctx, { telegramId: 9003n, payload })).toBe("telegram_taken");
  expect(await telegramOf(customerId)).toBeNull();
  expect(await linkTelegram(ctx, { telegramId: 9004n, payload })).toBe("linked");
});

test("an old, a guessed and another's link attach nothing; two at once attach one", async () => {
  const [customerId, victim] = [await webCustomer(), await webCustomer()];
  const { payload } = await startTelegramLink(as(customerId), { customerId });
  const theirs = payload.replace(customerId.slice(4), victim.slice(4));
  expect(await linkTelegram(ctx, { telegramId: 9005n, payload: theirs })).toBe("link_over");
  expect(await linkTelegram(ctx, { telegramId: 9005n, payload: "ref_ANN42" })).toBeNull();
  const race = [9006n, 9007n].map((telegramId) => linkTelegram(ctx, { telegramId, payload }));
  expect((await Promise.all(race)).sort()).toEqual(["link_over", "linked"]);
  const late = await startTelegramLink(as(victim), { customerId: victim });
  now = new Date(now.getTime() + 15 * 60_000);
  expect(await linkTelegram(ctx, { telegramId: 9008n, payload: late.payload })).toBe("link_over");
});
