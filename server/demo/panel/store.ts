import type { Sql } from "@/db/client";
import { type DemoUser, type DemoUserSeed, newUser } from "./model";
import { openPersistence, type Persistence } from "./persistence";

export type UserStore = Awaited<ReturnType<typeof openUserStore>>;

/**
 * All users in memory, in ascending id, every change written through. A write is answered only after it
 * is committed: what the shop was told survives a `kill -9`.
 */
export async function openUserStore(sql: Sql | undefined, now: () => number) {
  const byId = new Map<number, DemoUser>();
  const idByName = new Map<string, number>();
  const idByShort = new Map<string, number>();
  /** Ascending, for keyset pages. */
  const ids: number[] = [];
  let lastId = 0;

  function index(user: DemoUser): void {
    byId.set(user.id, user);
    idByName.set(user.username, user.id);
    idByShort.set(user.shortUuid, user.id);
    ids.push(user.id);
    lastId = Math.max(lastId, user.id);
  }

  const persistence: Persistence | null = sql ? await openPersistence(sql) : null;
  if (persistence) {
    await persistence.load(index);
    lastId = Math.max(lastId, await persistence.lastId());
  }

  /** First position in `ids` after `cursor`. */
  function after(cursor: number): number {
    let low = 0;
    let high = ids.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((ids[middle] ?? 0) <= cursor) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    size: () => byId.size,
    all: (): IterableIterator<DemoUser> => byId.values(),
    get: (id: number): DemoUser | undefined => byId.get(id),
    byUsername: (name: string): DemoUser | undefined => byId.get(idByName.get(name) ?? -1),
    byShortUuid: (short: string): DemoUser | undefined => byId.get(idByShort.get(short) ?? -1),

    /** Up to `size` users after `cursor` that match; `more` tells whether another would. */
    page(cursor: number, size: number, matches: (user: DemoUser) => boolean) {
      const users: DemoUser[] = [];
      for (let at = after(cursor); at < ids.length; at++) {
        const user = byId.get(ids[at] ?? -1);
        if (!user || !matches(user)) continue;
        if (users.length === size) return { users, more: true };
        users.push(user);
      }
      return { users, more: false };
    },

    async create(seed: DemoUserSeed): Promise<DemoUser> {
      const user = newUser(lastId + 1, seed, now());
      index(user);
      await persistence?.save(user, lastId);
      return user;
    },

    /** After any change to a user's fields. */
    async save(user: DemoUser, before: { shortUuid: string } = user): Promise<void> {
      if (before.shortUuid !== user.shortUuid) {
        idByShort.delete(before.shortUuid);
        idByShort.set(user.shortUuid, user.id);
      }
      await persistence?.save(user, lastId);
    },

    async remove(user: DemoUser): Promise<void> {
      byId.delete(user.id);
      idByName.delete(user.username);
      idByShort.delete(user.shortUuid);
      ids.splice(after(user.id) - 1, 1);
      await persistence?.remove(user.id, lastId);
    },

    /** Many at once, silently; an existing username is skipped. Returns how many were added. */
    async seed(
      seeds: Iterable<DemoUserSeed>,
      options: { persist?: boolean } = {},
    ): Promise<number> {
      let batch: DemoUser[] = [];
      let added = 0;
      const flush = async () => {
        if (options.persist !== false) await persistence?.saveMany(batch, lastId);
        batch = [];
      };
      for (const seed of seeds) {
        if (idByName.has(seed.username)) continue;
        const id = seed.id && seed.id > lastId ? seed.id : lastId + 1;
        const user = newUser(id, seed, now());
        index(user);
        batch.push(user);
        added++;
        if (batch.length === 2000) await flush();
      }
      await flush();
      return added;
    },

    flush: () => persistence?.flush() ?? Promise.resolve(),
  };
}
