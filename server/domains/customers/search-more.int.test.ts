import { expect, it } from "vitest";
import { partners } from "@/db/schema/partners";
import { promoCodes } from "@/db/schema/promocodes";
import { testDatabase } from "@/db/testing";
import { type Ctx, systemContext } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { createAdmin } from "@/server/domains/team";
import { type Permission, permissionsOf } from "@/server/rules/permissions";
import { aCustomer } from "@/server/testing/builders";
import { searchEverything } from ".";

const { db } = await testDatabase();
const ctx = systemContext("test", { db });
const as = (permissions: readonly Permission[]): Ctx => ({
  ...ctx,
  actor: { type: "admin", id: "adm_x", name: "x", permissions },
});

const customerId = await aCustomer(ctx, { firstName: "Zephyrine" });
const partnerId = newId("partner");
await db.insert(partners).values({ id: partnerId, customerId, currency: "USD" });
const codes = ["ZEPHYR", "ZEPHYR10", "ZEPHYR%"];
await db
  .insert(promoCodes)
  .values(codes.map((code) => ({ id: newId("promoCode"), code, kind: "percent" as const })));
const { id: adminId } = await createAdmin(ctx, {
  email: "zephyr@example.com",
  name: "Operator Zephyr",
  password: "long enough 1",
  role: "support",
});

const kinds = async (q: string, who: Ctx) =>
  (await searchEverything(who, { q })).map(({ kind, title }) => `${kind} ${title}`);

it("finds people, partners, promo codes and operators by one word, what fits in full first", async () => {
  expect(await kinds("zephyr", as(permissionsOf("owner")))).toEqual([
    "promoCode ZEPHYR",
    "customer Zephyrine",
    "partner Zephyrine",
    "promoCode ZEPHYR%",
    "promoCode ZEPHYR10",
    "operator Operator Zephyr",
  ]);
});

it("finds by any id, and takes what was typed as it is", async () => {
  const owner = as(permissionsOf("owner"));
  expect(await kinds(partnerId, owner)).toEqual(["partner Zephyrine"]);
  expect(await kinds(adminId, owner)).toEqual(["operator Operator Zephyr"]);
  expect(await kinds("zephyr%", owner)).toEqual(["promoCode ZEPHYR%"]);
});

it("finds only what whoever asks may see", async () => {
  expect(await kinds("zephyr", as(["customers.read"]))).toEqual(["customer Zephyrine"]);
  expect(await kinds("zephyr", as(["customers.read", "team.read"]))).toEqual([
    "customer Zephyrine",
    "operator Operator Zephyr",
  ]);
});
