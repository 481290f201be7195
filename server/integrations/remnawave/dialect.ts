import { decodeUserPage, decodeUsers } from "./decode-user";
import type { PanelRequest } from "./transport";
import type { PanelUser, PanelUserKey, PanelVersion } from "./types";

/**
 * What differs between panel versions: how a user is named. 3.x by numeric `id`; 2.8 by `uuid`.
 * Everything else is the same and lives in the client.
 */
export type Dialect = {
  name: "3.x" | "2.8";
  /** The user's name inside a path, or null when the uuid must be looked up first. */
  pathKey(user: PanelUserKey): string | null;
  getById(id: bigint): string;
  /** The key as the body of an update has it. */
  bodyKey(user: PanelUserKey): Record<string, unknown>;
  /** The key as bodies of HWID calls have it. */
  hwidKey(user: PanelUserKey): Record<string, unknown>;
  byTelegramId(telegramId: bigint): Pick<PanelRequest<PanelUser[]>, "path"> & {
    decode: (response: unknown) => PanelUser[];
  };
  hasConfiguration: boolean;
};

const v3: Dialect = {
  name: "3.x",
  pathKey: ({ id }) => String(id),
  getById: (id) => `/api/users/${id}`,
  bodyKey: ({ id }) => ({ id: Number(id) }),
  hwidKey: ({ id }) => ({ userId: Number(id) }),
  byTelegramId: (telegramId) => ({
    path: `/api/users/stream?size=1000&telegramId=${telegramId}`,
    decode: (response) => decodeUserPage(response).users,
  }),
  hasConfiguration: true,
};

const v28: Dialect = {
  name: "2.8",
  pathKey: ({ uuid }) => uuid ?? null,
  getById: (id) => `/api/users/by-id/${id}`,
  bodyKey: ({ uuid }) => ({ uuid }),
  hwidKey: ({ uuid }) => ({ userUuid: uuid }),
  byTelegramId: (telegramId) => ({
    path: `/api/users/by-telegram-id/${telegramId}`,
    decode: decodeUsers,
  }),
  hasConfiguration: false,
};

/** null: too old. A version after 3 is taken for 3.x until it is known to differ. */
export function dialectFor({ major, minor }: PanelVersion): Dialect | null {
  if (major >= 3) return v3;
  return major === 2 && minor >= 8 ? v28 : null;
}
