import type { Sql } from "@/db/client";
import type { DemoUser } from "./model";

export type Persistence = Awaited<ReturnType<typeof openPersistence>>;

/** Fixed, arbitrary: serializes processes that make the schema at the same time. */
const SCHEMA_LOCK = 7_263_001;

/**
 * Tables of the stand-in, apart from the product's: a document per user. Saves that arrive while one is
 * being written go out together in the next statement.
 */
export async function openPersistence(sql: Sql) {
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${SCHEMA_LOCK})`;
    await tx`create schema if not exists demo`;
    await tx`create table if not exists demo.panel_users (id bigint primary key, doc jsonb not null)`;
    await tx`create table if not exists demo.panel_state (key text primary key, value jsonb not null)`;
  });

  let waiting = new Map<number, DemoUser | null>();
  let highest = 0;
  let next: Promise<void> | null = null;
  let writing: Promise<void> = Promise.resolve();

  async function write(changes: Map<number, DemoUser | null>, lastId: number): Promise<void> {
    const saved = [...changes.values()].filter((user) => user !== null);
    const removed = [...changes].filter(([, user]) => user === null).map(([id]) => id);
    await sql.begin(async (tx) => {
      if (saved.length > 0) {
        await tx`
          insert into demo.panel_users (id, doc)
          select (doc->>'id')::bigint, doc
          from jsonb_array_elements(${JSON.stringify(saved)}::text::jsonb) as doc
          on conflict (id) do update set doc = excluded.doc`;
      }
      if (removed.length > 0) await tx`delete from demo.panel_users where id = any(${removed})`;
      // An id is never given twice, not even that of the last user after its deletion.
      await tx`
        insert into demo.panel_state (key, value) values ('last_id', ${lastId}::int8::text::jsonb)
        on conflict (key) do update set value = excluded.value`;
    });
  }

  /** Joins the statement after the one that is running. */
  function enqueue(id: number, user: DemoUser | null, lastId: number): Promise<void> {
    waiting.set(id, user);
    highest = Math.max(highest, lastId);
    next ??= writing
      .catch(() => {})
      .then(() => {
        const changes = waiting;
        waiting = new Map();
        next = null;
        writing = write(changes, highest);
        return writing;
      });
    return next;
  }

  return {
    async load(each: (user: DemoUser) => void): Promise<void> {
      const rows = sql<{ doc: DemoUser }[]>`select doc from demo.panel_users order by id`;
      await rows.cursor(2000, (batch) => {
        for (const { doc } of batch) each(doc);
      });
    },
    async lastId(): Promise<number> {
      const [row] = await sql<{ value: number }[]>`
        select value from demo.panel_state where key = 'last_id'`;
      return Number(row?.value ?? 0);
    },
    save: (user: DemoUser, lastId: number) => enqueue(user.id, user, lastId),
    remove: (id: number, lastId: number) => enqueue(id, null, lastId),
    saveMany: (users: DemoUser[], lastId: number) =>
      write(new Map(users.map((user) => [user.id, user])), lastId),
    async flush(): Promise<void> {
      await next;
      await writing;
    },
  };
}
