import { expect, test, vi } from "vitest";
import { settings } from "@/db/schema/settings";
import { admins } from "@/db/schema/team";
import { testDatabase } from "@/db/testing";
import { adminToken } from "@/server/auth/testing/admin-cookie";
import { systemContext } from "@/server/core/context";
import { createTrpcContext } from "@/server/trpc/context";
import { createCallerFactory } from "@/server/trpc/init";
import { appRouter } from "@/server/trpc/root";
import { createAdmin } from ".";

const jar = vi.hoisted(() => new Map<string, string>());
vi.mock("next/headers", () => ({
  cookies: async () => ({
    get: (name: string) => (jar.has(name) ? { name, value: jar.get(name) } : undefined),
  }),
}));

const { db } = await testDatabase();
const ctx = systemContext("test", { db });
const person = { name: "Ann", role: "support", password: "correct horse" };
const { id } = await createAdmin(ctx, { ...person, email: "ann@example.com" });
jar.set("rezeis.session", await adminToken(id));
const caller = () => createCallerFactory(appRouter)(createTrpcContext());
const ask = () => caller().admin.monitoring.alerts();

test("whose role asks for a second factor may do nothing but set one up", async () => {
  await expect(ask()).resolves.toBeTruthy();
  const at = { id: "team", updatedAt: new Date(), updatedBy: "test" };
  await db.insert(settings).values({ ...at, value: { secondFactorAdmin: true } });
  await expect(ask()).resolves.toBeTruthy();
  await db.update(settings).set({ value: { secondFactorSupport: true } });
  await expect(ask()).rejects.toMatchObject({
    code: "FORBIDDEN",
    cause: { code: "second_factor_required" },
  });
  await caller().admin.team.setOwnLocale({ locale: "ru" });
  await db.update(admins).set({ totpSealed: "x", totpConfirmedAt: new Date() });
  await expect(ask()).resolves.toBeTruthy();
});
