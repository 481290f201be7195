import { z } from "zod";
import { type Call, json, type Route } from "./context";
import { userNotFound } from "./errors";
import type { DemoUser } from "./model";
import { presentUser } from "./present";
import { check, listQuery, streamQuery } from "./validation";

/** The panel's own UI list: newest first, `filters` are LIKE scans. */
function list({ panel, query }: Call) {
  const { start, size, filters = [] } = check(listQuery, query);
  const matching = [...panel.store.all()].reverse().filter((user) =>
    filters.every(({ id, value }) => {
      const field = (user as unknown as Record<string, unknown>)[id];
      return field !== null && field !== undefined && String(field).includes(String(value));
    }),
  );
  const users = matching.slice(start, start + size).map((user) => presentUser(panel, user));
  return json({ total: matching.length, users });
}

/** Keyset pages in ascending id. */
function stream({ panel, query }: Call) {
  const { cursor = 0, size, telegramId, ...filters } = check(streamQuery, query);
  const wanted = Object.entries(filters).filter(([, value]) => value !== undefined);
  const matches = (user: DemoUser) =>
    (telegramId === undefined || String(user.telegramId) === telegramId) &&
    wanted.every(([key, value]) => (user as unknown as Record<string, unknown>)[key] === value);
  const { users, more } = panel.store.page(cursor, size, matches);
  return json({
    users: users.map((user) => presentUser(panel, user)),
    nextCursor: more ? String(users.at(-1)?.id) : null,
    hasMore: more,
  });
}

function tags({ panel }: Call) {
  const all = new Set<string>();
  for (const { tag } of panel.store.all()) if (tag !== null) all.add(tag);
  return json({ tags: [...all].sort() });
}

export const userListRoutes: Route[] = [
  { method: "GET", path: "/api/users", handler: list },
  { method: "GET", path: "/api/users/stream", handler: stream },
  { method: "GET", path: "/api/users/tags", handler: tags },
];

const lookup = (path: string, matches: (user: DemoUser, value: string) => boolean): Route => ({
  method: "GET",
  path,
  handler: ({ panel, params }) =>
    json(
      [...panel.store.all()]
        .filter((user) => matches(user, params.value ?? ""))
        .map((user) => presentUser(panel, user)),
    ),
});

/** Gone in 3.x: answers of several users, and by numeric id. */
export const legacyLookupRoutes: Route[] = [
  {
    method: "GET",
    path: "/api/users/by-id/:id",
    handler: ({ panel, params }) => {
      const { id } = check(z.object({ id: z.coerce.number().positive() }), params);
      const user = panel.store.get(id);
      if (!user) throw userNotFound();
      return json(presentUser(panel, user));
    },
  },
  lookup("/api/users/by-telegram-id/:value", (user, value) => String(user.telegramId) === value),
  lookup("/api/users/by-email/:value", (user, value) => user.email === value),
  lookup("/api/users/by-tag/:value", (user, value) => user.tag === value),
];
