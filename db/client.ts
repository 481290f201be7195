import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { env } from "@/server/core/env";

export type Db = PostgresJsDatabase;
/** A transaction: has every method of {@link Db} that a verb needs. */
export type Tx = Parameters<Parameters<Db["transaction"]>[0]>[0];
export type DbOrTx = Db | Tx;
export type Sql = postgres.Sql;

type Connection = { sql: Sql; db: Db };

/**
 * Opens a pool. Drizzle sends `prepare: false`, which costs two round trips a query and forbids pipelining:
 * the wrapper turns preparation back on, inside transactions and savepoints too.
 */
export function connect(url: string, options: { max?: number } = {}): Connection {
  const sql = connectRaw(url, options);
  return { sql, db: drizzle(prepared(sql)) };
}

/** A pool without Drizzle, which takes the client's serializers of dates and JSON away. */
export function connectRaw(url: string, options: { max?: number } = {}): Sql {
  return postgres(url, {
    max: options.max ?? 20,
    idle_timeout: 60,
    connect_timeout: 10,
    onnotice: () => {},
    connection: { application_name: "rezeis", TimeZone: "UTC" },
  });
}

/** Makes every `unsafe` call of this client prepare its statement. */
function prepared<T extends Sql | postgres.TransactionSql>(sql: T): T {
  return new Proxy(sql, {
    get(target, property) {
      const value = Reflect.get(target, property, target);
      if (property === "unsafe") {
        return (query: string, params?: never[], options?: object) =>
          target.unsafe(query, params, { ...options, prepare: true });
      }
      if (property === "begin" || property === "savepoint") {
        return (...args: unknown[]) => {
          const body = args.pop() as (inner: postgres.TransactionSql) => unknown;
          return Reflect.apply(value as (...a: unknown[]) => unknown, target, [
            ...args,
            (inner: postgres.TransactionSql) => body(prepared(inner)),
          ]);
        };
      }
      return value;
    },
  });
}

/** One pool a process: Next gives routes and boot code separate module instances, `globalThis` is shared. */
const KEY = Symbol.for("rezeis.database");
type Shared = { [KEY]?: Connection & { url: string } };

export function database(): Connection {
  const shared = globalThis as Shared;
  const url = env().DATABASE_URL;
  if (!url) throw new Error("DATABASE_URL is not set; boot provides the embedded database's");
  if (shared[KEY]?.url !== url) shared[KEY] = { ...connect(url), url };
  return shared[KEY];
}

export async function closeDatabase(): Promise<void> {
  const shared = globalThis as Shared;
  await shared[KEY]?.sql.end({ timeout: 5 });
  delete shared[KEY];
}
