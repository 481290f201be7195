import { z } from "zod";
import { type Call, eachUser, empty, json, type Route } from "./context";
import { PanelError } from "./errors";
import { type DemoUser, idOfUuid, newShortUuid } from "./model";
import { applyUpdate, notifyUser, resetUser, revokeKeys } from "./users";
import { bulkFields, check } from "./validation";

const DAY = 86_400_000;

function idsOf({ panel, body }: Call): number[] {
  if (!panel.legacy) {
    return check(z.object({ userIds: z.array(z.number()).min(1).max(500) }), body).userIds;
  }
  const { uuids } = check(z.object({ uuids: z.array(z.uuid()).min(1).max(500) }), body);
  return uuids.map((uuid) => idOfUuid(uuid) ?? -1);
}

/** 3.x answers nothing: 202 when queued, 204 when done; 2.8 counts. */
const bulk = (
  path: string,
  status: 202 | 204,
  prepare: (call: Call) => (user: DemoUser) => Promise<unknown>,
): Route => ({
  method: "POST",
  path: `/api/users/bulk/${path}`,
  async handler(call) {
    const ids = idsOf(call);
    const affectedRows = await eachUser(call.panel, ids, prepare(call));
    return call.panel.legacy ? json({ affectedRows }) : empty(status);
  },
});

export const bulkRoutes: Route[] = [
  bulk("update", 202, ({ panel, body }) => {
    const { fields } = check(z.object({ fields: bulkFields }), body);
    return async (user) => {
      applyUpdate(user, fields as Parameters<typeof applyUpdate>[1], panel.now());
      await panel.store.save(user);
      notifyUser(panel, "user.modified", user);
    };
  }),
  bulk("reset-traffic", 202, ({ panel }) => async (user) => {
    resetUser(user, panel.now());
    await panel.store.save(user);
    notifyUser(panel, "user.traffic_reset", user);
  }),
  bulk("revoke-subscription", 202, ({ panel }) => async (user) => {
    const before = { shortUuid: user.shortUuid };
    revokeKeys(user, panel.now(), newShortUuid());
    await panel.store.save(user, before);
    notifyUser(panel, "user.revoked", user);
  }),
  bulk("delete", 204, ({ panel }) => async (user) => {
    await panel.store.remove(user);
    notifyUser(panel, "user.deleted", user);
  }),
  // Adds to the old expiry, does not revive, says nothing and leaves `updatedAt` alone.
  bulk("extend-expiration-date", 204, ({ panel, body }) => {
    const { extendDays } = check(z.object({ extendDays: z.number().int().min(1).max(9999) }), body);
    return (user) => {
      user.expireAt += extendDays * DAY;
      return panel.store.save(user);
    };
  }),
  bulk("update-squads", 204, ({ panel, body }) => {
    const squads = check(z.object({ activeInternalSquads: z.array(z.uuid()) }), body);
    if (squads.activeInternalSquads.length === 0) {
      throw new PanelError(500, "A088", "Failed to update users in bulk");
    }
    return (user) => {
      user.squads = squads.activeInternalSquads;
      return panel.store.save(user);
    };
  }),
];
