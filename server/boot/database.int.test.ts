import { expect, test } from "vitest";
import { closeDatabase } from "@/db/client";
import { emptyDatabase } from "@/db/testing";
import { EnvError, env, provideEnv } from "@/server/core/env";
import { logger } from "@/server/core/logger";
import { readiness } from "@/server/core/readiness";
import { database, migrations } from "./database";

const boot = { log: logger(), notices: [] };

test("a given server is used, migrated and reported as ready", async () => {
  const { url } = await emptyDatabase();
  provideEnv({ DATABASE_URL: url });
  await database.start(boot);
  await migrations.start(boot);
  expect(env().DATABASE_URL).toBe(url);
  expect(await readiness()).toMatchObject({
    ok: true,
    parts: { database: { ok: true }, migrations: { ok: true, pending: 0 } },
  });
  await closeDatabase();
});

test("a server that cannot be reached stops the start and names the variable, not the password", async () => {
  provideEnv({ DATABASE_URL: "postgres://me:hunter2@127.0.0.1:1/shop" });
  const failure = await database.start(boot).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(EnvError);
  expect((failure as Error).message).toContain("DATABASE_URL: PostgreSQL at 127.0.0.1:1");
  expect((failure as Error).message).not.toContain("hunter2");
});
