import postgres from "postgres";

export type Sql = postgres.Sql;
export type Tx = postgres.TransactionSql;

/** The channel that wakes waiting workers of all processes. */
export const CHANNEL = "executor_jobs";

/** A pool of the executor's own: the product's shares its connections with nobody's long transactions. */
export const openPool = (url: string, max: number): Sql =>
  postgres(url, {
    max,
    idle_timeout: 60,
    connect_timeout: 10,
    onnotice: () => {},
    connection: { application_name: "rezeis-jobs", TimeZone: "UTC" },
  });

/**
 * A parameter of type `json`; use as `${text}::text::json`. Such values are passed one by one or as arrays of
 * text, never taken out of a bigger document: PostgreSQL stores `\u0000` in json but cannot unpack it.
 */
export const jsonText = (value: unknown): string => JSON.stringify(value ?? null);

/** Deadlock, lost serialization: another try may succeed. */
const CONFLICTS = new Set(["40P01", "40001"]);
const OUTAGE = /^(08|57P|53)|^(CONNECTION_|CONNECT_TIMEOUT|ECONN|ENOTFOUND|EPIPE|ETIMEDOUT)/;

const codeOf = (error: unknown): string => {
  const { code } = error as { code?: unknown };
  return typeof code === "string" ? code : "";
};

/** The database was away or two transactions met; nothing is wrong with what was asked. */
export const isTransient = (error: unknown): boolean =>
  CONFLICTS.has(codeOf(error)) || OUTAGE.test(codeOf(error));

/**
 * Repeats what failed for a passing reason, for up to `patienceMs`. Results of finished steps must survive a
 * restart of the database, because losing one means doing its work again.
 */
export async function persistently<T>(
  body: () => Promise<T>,
  patienceMs: number,
  isStopped: () => boolean = () => false,
): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (let pause = 20; ; pause = Math.min(pause * 2, 1000)) {
    try {
      return await body();
    } catch (error) {
      if (!isTransient(error) || Date.now() + pause > deadline || isStopped()) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

/** A transaction that is repeated when it meets another one. */
export const transact = <T>(sql: Sql, body: (tx: Tx) => Promise<T>): Promise<T> =>
  persistently(() => sql.begin(body) as Promise<T>, 5000);
