import { eq, inArray } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { auditLog } from "@/db/schema/audit";
import {
  adminPasskeys,
  adminRefreshTokens,
  adminRoles,
  adminSessions,
  admins,
  oneTimeSecrets,
} from "@/db/schema/team";
import { testDatabase } from "@/db/testing";
import { type Ctx, systemContext } from "@/server/core/context";
import { type Permission, permissionsOf } from "@/server/rules/permissions";
import {
  createAdmin,
  createRole,
  deleteRole,
  disableAdmin,
  enableAdmin,
  endSessionOf,
  endSessionsOf,
  inviteOperator,
  listOperators,
  listRoles,
  listSessionsOf,
  renewInvitation,
  resetSecondFactor,
  setAdminRole,
  signInWithPassword,
  updateRole,
} from ".";
import { permissionsOfRole } from "./roles";

const { db } = await testDatabase();
const system = systemContext("test", { db });
const password = "a-long-enough-password";
const visitor = { address: "203.0.113.7", userAgent: "" };

/** An operator, and the context of what they do having just shown their second factor. */
async function operator(name: string, role: string) {
  const email = `${name}@example.com`;
  const { id } = await createAdmin(system, { email, name, password, role });
  const as = async (stale = false): Promise<Ctx> => ({
    ...system,
    actor: {
      type: "admin",
      id,
      name,
      permissions: await permissionsOfRole(system, role),
      session: {
        id: `ses_${name}`,
        address: "203.0.113.7",
        freshUntil: stale ? null : new Date(Date.now() + 60_000),
      },
    },
  });
  return { id, email, as };
}

const roleOf = async (id: string) =>
  (await db.select().from(admins).where(eq(admins.id, id)))[0]?.role;
const entries = (action: string) => db.select().from(auditLog).where(eq(auditLog.action, action));
const GOVERNOR: Permission[] = ["team.read", "team.write", "roles.write", "orders.read"];

let olga: Awaited<ReturnType<typeof operator>>;
let sam: Awaited<ReturnType<typeof operator>>;

beforeEach(async () => {
  for (const table of [oneTimeSecrets, adminPasskeys, adminRefreshTokens, adminSessions]) {
    await db.delete(table);
  }
  await db.delete(admins);
  await db.delete(adminRoles);
  olga = await operator("olga", "owner");
  sam = await operator("sam", "support");
});

describe("roles", () => {
  test("are made of permissions, with what these need, and written down", async () => {
    const ctx = await olga.as();
    const { id } = await createRole(ctx, { name: "Cashier", permissions: ["payouts.approve"] });
    await setAdminRole(ctx, { adminId: sam.id, role: id });
    expect(await permissionsOfRole(system, id)).toEqual(["partners.read", "payouts.approve"]);
    await updateRole(ctx, { roleId: id, name: "Clerk", permissions: ["orders.read"] });
    expect(await permissionsOfRole(system, id)).toEqual(["orders.read"]);
    const [entry] = await entries("team.updateRole");
    expect(entry).toMatchObject({
      actorId: olga.id,
      before: { name: "Cashier", permissions: ["partners.read", "payouts.approve"] },
      after: { name: "Clerk", permissions: ["orders.read"] },
    });
    await expect(deleteRole(ctx, { roleId: id })).rejects.toMatchObject({ code: "role_in_use" });
    await setAdminRole(ctx, { adminId: sam.id, role: "analyst" });
    await deleteRole(ctx, { roleId: id });
    expect((await listRoles(ctx)).map((role) => role.name ?? role.id)).toEqual([
      "owner",
      "admin",
      "support",
      "analyst",
    ]);
  });

  test("have names of their own", async () => {
    const ctx = await olga.as();
    await createRole(ctx, { name: "Cashier", permissions: ["orders.read"] });
    for (const name of ["cashier", "Owner"]) {
      await expect(createRole(ctx, { name, permissions: ["orders.read"] })).rejects.toMatchObject({
        code: "role_name_taken",
      });
    }
  });

  test("hold nothing their maker lacks, and are governed by who has all of theirs", async () => {
    const owner = await olga.as();
    const { id: governor } = await createRole(owner, { name: "Governor", permissions: GOVERNOR });
    const { id: rich } = await createRole(owner, { name: "Rich", permissions: ["credit.write"] });
    const { as } = await operator("gus", governor);
    const gus = await as();
    const beyond = { code: "beyond_own_rights" };
    await expect(
      createRole(gus, { name: "Sly", permissions: ["payments.refund"] }),
    ).rejects.toMatchObject(beyond);
    const { id } = await createRole(gus, { name: "Small", permissions: ["orders.read"] });
    await expect(
      updateRole(gus, { roleId: id, name: "Sly", permissions: ["settings.secrets"] }),
    ).rejects.toMatchObject(beyond);
    // Nor do they make a role smaller, or delete one, that is above them.
    await expect(
      updateRole(gus, { roleId: rich, name: "Poor", permissions: ["orders.read"] }),
    ).rejects.toMatchObject(beyond);
    await expect(deleteRole(gus, { roleId: rich })).rejects.toMatchObject(beyond);
    // Nor the one they have.
    await expect(
      updateRole(gus, { roleId: governor, name: "Governor", permissions: ["team.read"] }),
    ).rejects.toMatchObject({ code: "own_role" });
  });

  test("ask for the second factor again", async () => {
    const stale = await olga.as(true);
    await expect(
      createRole(stale, { name: "Late", permissions: ["orders.read"] }),
    ).rejects.toMatchObject({ code: "fresh_factor_needed" });
    await expect(setAdminRole(stale, { adminId: sam.id, role: "admin" })).rejects.toMatchObject({
      code: "fresh_factor_needed",
    });
  });
});

describe("rights", () => {
  test("are nobody's own to change", async () => {
    const ctx = await olga.as();
    const own = { adminId: olga.id };
    for (const attempt of [
      () => setAdminRole(ctx, { ...own, role: "support" }),
      () => disableAdmin(ctx, own),
      () => enableAdmin(ctx, own),
      () => resetSecondFactor(ctx, own),
      () => endSessionsOf(ctx, own),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: "own_account" });
    }
  });

  test("are given and taken by who has them", async () => {
    const { id: governor } = await createRole(await olga.as(), {
      name: "Governor",
      permissions: GOVERNOR,
    });
    const gus = await operator("gus", governor);
    const ctx = await gus.as();
    const beyond = { code: "beyond_own_rights" };
    // Sam's support role allows what Gus may not.
    for (const attempt of [
      () => setAdminRole(ctx, { adminId: sam.id, role: governor }),
      () => disableAdmin(ctx, { adminId: sam.id }),
      () => disableAdmin(ctx, { adminId: olga.id }),
      () => resetSecondFactor(ctx, { adminId: olga.id }),
      () => inviteOperator(ctx, { email: "x@example.com", name: "X", role: "owner" }),
      () => createAdmin(ctx, { email: "x@example.com", name: "X", password, role: "owner" }),
    ]) {
      await expect(attempt()).rejects.toMatchObject(beyond);
    }
    expect((await listOperators(ctx)).filter(({ within }) => within).map(({ id }) => id)).toEqual([
      gus.id,
    ]);
  });

  test("are what they are now, not when the request began", async () => {
    const ben = await operator("ben", "owner");
    const ctx = await ben.as();
    await setAdminRole(await olga.as(), { adminId: ben.id, role: "support" });
    await expect(setAdminRole(ctx, { adminId: sam.id, role: "owner" })).rejects.toMatchObject({
      kind: "forbidden",
    });
    expect(await roleOf(sam.id)).toBe("support");
  });

  test("never leave a team without an owner, whoever asks", async () => {
    // Somebody who may do everything an owner may, and is none.
    const { id: all } = await createRole(await olga.as(), {
      name: "Everything",
      permissions: permissionsOf("owner") as [Permission],
    });
    const eve = await operator("eve", all);
    const last = { code: "last_owner" };
    const ctx = await eve.as();
    await expect(disableAdmin(ctx, { adminId: olga.id })).rejects.toMatchObject(last);
    await expect(setAdminRole(ctx, { adminId: olga.id, role: "admin" })).rejects.toMatchObject(
      last,
    );
    await expect(disableAdmin(system, { adminId: olga.id })).rejects.toMatchObject(last);
    await setAdminRole(ctx, { adminId: sam.id, role: "owner" });
    await disableAdmin(ctx, { adminId: olga.id });
    // A disabled owner is none.
    await expect(disableAdmin(ctx, { adminId: sam.id })).rejects.toMatchObject(last);
  });

  test("two owners taking each other's role ten times at once leave one, whoever comes first", async () => {
    const ben = await operator("ben", "owner");
    for (let round = 0; round < 10; round += 1) {
      await db
        .update(admins)
        .set({ role: "owner" })
        .where(inArray(admins.id, [olga.id, ben.id]));
      const [asOlga, asBen] = [await olga.as(), await ben.as()];
      const outcomes = await Promise.allSettled(
        Array.from({ length: 10 }, (_, attempt) =>
          (attempt + round) % 2 === 0
            ? setAdminRole(asOlga, { adminId: ben.id, role: "analyst" })
            : setAdminRole(asBen, { adminId: olga.id, role: "analyst" }),
        ),
      );
      const roles = [await roleOf(olga.id), await roleOf(ben.id)];
      expect(roles.sort()).toEqual(["analyst", "owner"]);
      expect(outcomes.filter(({ status }) => status === "rejected")).toHaveLength(5);
    }
    expect(await entries("team.setRole").then((all) => all.slice(-1)[0])).toMatchObject({
      before: { role: "owner" },
      after: { role: "analyst" },
    });
  });
});

describe("operators", () => {
  const sessionOf = async (email: string) => {
    const step = await signInWithPassword(system, { email, password, ...visitor });
    if (step.kind !== "signed_in") throw new Error(step.kind);
    return step.session.sessionId;
  };

  test("are shown with their role, factors, sessions and state", async () => {
    await sessionOf(sam.email);
    await db.insert(adminPasskeys).values({
      id: "key",
      adminId: sam.id,
      name: "Phone",
      publicKey: "",
      createdAt: new Date(),
    });
    const ctx = await olga.as();
    const [first, second] = await listOperators(ctx);
    expect(first).toMatchObject({ name: "olga", state: "invited", self: true, sessions: 0 });
    expect(second).toMatchObject({
      name: "sam",
      role: "support",
      state: "active",
      passkeys: 1,
      totp: false,
      sessions: 1,
      self: false,
      within: true,
    });
    expect(await listSessionsOf(ctx, { adminId: sam.id })).toMatchObject([
      { method: "password", address: "203.0.113.7", current: false },
    ]);
  });

  test("who are disabled are out at once, and come back as they were", async () => {
    await sessionOf(sam.email);
    const ctx = await olga.as();
    await disableAdmin(ctx, { adminId: sam.id });
    expect(await listSessionsOf(ctx, { adminId: sam.id })).toEqual([]);
    await expect(
      signInWithPassword(system, { email: sam.email, password, ...visitor }),
    ).rejects.toMatchObject({ code: "wrong_credentials" });
    await enableAdmin(ctx, { adminId: sam.id });
    await sessionOf(sam.email);
    expect(await roleOf(sam.id)).toBe("support");
  });

  test("are signed out by others, one session or all", async () => {
    const first = await sessionOf(sam.email);
    await sessionOf(sam.email);
    await sessionOf(sam.email);
    const ctx = await olga.as();
    await endSessionOf(ctx, { adminId: sam.id, sessionId: first });
    await expect(endSessionOf(ctx, { adminId: sam.id, sessionId: first })).rejects.toMatchObject({
      kind: "not_found",
    });
    expect(await endSessionsOf(ctx, { adminId: sam.id })).toEqual({ ended: 2 });
  });

  test("who lost their device start again with the password", async () => {
    await db
      .update(admins)
      .set({ totpSealed: "sealed", totpConfirmedAt: new Date() })
      .where(eq(admins.id, sam.id));
    await resetSecondFactor(await olga.as(), { adminId: sam.id });
    await sessionOf(sam.email);
    expect((await entries("team.resetSecondFactor"))[0]).toMatchObject({
      before: { totp: true, passkeys: 0 },
      after: { totp: false, passkeys: 0 },
    });
  });

  test("who are invited get a link that counts once and can be made anew until they sign in", async () => {
    const ctx = await olga.as();
    const person = {
      email: "Ida@Example.com",
      name: "Ida",
      role: "analyst",
      locale: "ru",
    } as const;
    const { adminId, link } = await inviteOperator(ctx, person);
    expect(link).toMatch(/\/sign-in\/new-password#ots_\w+\.[\w-]{40,}$/);
    await expect(inviteOperator(ctx, person)).rejects.toMatchObject({ code: "email_taken" });
    await renewInvitation(ctx, { adminId });
    const links = await db.select().from(oneTimeSecrets);
    expect(links.map(({ usedAt }) => usedAt === null).sort()).toEqual([false, true]);
    expect(JSON.stringify(await db.select().from(auditLog))).not.toContain(link.split(".").at(-1));
    await sessionOf(sam.email);
    await expect(renewInvitation(ctx, { adminId: sam.id })).rejects.toMatchObject({
      code: "already_signed_in",
    });
  });

  test("cannot be given a role that is gone", async () => {
    const ctx = await olga.as();
    await expect(setAdminRole(ctx, { adminId: sam.id, role: "rol_x" })).rejects.toMatchObject({
      kind: "not_found",
    });
  });
});
