import { randomBytes } from "node:crypto";
import type { Sql } from "@/db/client";
import { makeTables } from "./persistence";
import type { Invoice, Message, Person, StarPayment, StoredFile } from "./types";

export type Store = Awaited<ReturnType<typeof openStore>>;

type PersonRow = { doc: Omit<Person, "version">; version: string };

const toPerson = ({ doc, version }: PersonRow): Person => ({ ...doc, version: Number(version) });
const token = () => randomBytes(12).toString("base64url");

/**
 * What this Telegram remembers, in PostgreSQL. Every change of a message raises its chat's version, in the
 * same transaction, so that a reader who asks for what is newer misses nothing.
 */
export async function openStore(sql: Sql) {
  await makeTables(sql);
  const watchers = new Map<number, Set<() => void>>();
  const wake = (chatId: number) => {
    for (const tell of watchers.get(chatId) ?? []) tell();
  };

  async function saveMessage(message: Message, deleted = false): Promise<Message> {
    const chatId = message.chat.id;
    await sql.begin(async (tx) => {
      const [row] = await tx<{ version: string }[]>`
        update demo.tg_persons set version = version + 1 where id = ${chatId} returning version`;
      await tx`
        insert into demo.tg_messages (chat_id, message_id, version, deleted, doc)
        values (${chatId}, ${message.message_id}, ${row?.version ?? 0}, ${deleted},
                ${JSON.stringify(message)}::text::jsonb)
        on conflict (chat_id, message_id) do update
          set version = excluded.version, deleted = excluded.deleted, doc = excluded.doc`;
    });
    wake(chatId);
    return message;
  }

  return {
    saveMessage,

    async nextMessageId(): Promise<number> {
      const [row] = await sql<{ id: string }[]>`select nextval('demo.tg_message_id') as id`;
      return Number(row?.id);
    },

    async message(chatId: number, messageId: number): Promise<Message | null> {
      const [row] = await sql<{ doc: Message }[]>`
        select doc from demo.tg_messages
        where chat_id = ${chatId} and message_id = ${messageId} and not deleted`;
      return row?.doc ?? null;
    },

    /** Messages changed after a version, in the order of the chat; deleted ones are named by id. */
    async messagesSince(chatId: number, version: number) {
      const rows = await sql<{ id: string; deleted: boolean; doc: Message }[]>`
        select message_id as id, deleted, doc from demo.tg_messages
        where chat_id = ${chatId} and version > ${version} order by message_id`;
      return {
        messages: rows.filter(({ deleted }) => !deleted).map(({ doc }) => doc),
        deleted: rows.filter(({ deleted }) => deleted).map(({ id }) => Number(id)),
      };
    },

    /** Calls back at the next change of a chat; returns what ends the watch. */
    watch(chatId: number, tell: () => void): () => void {
      const set = watchers.get(chatId) ?? new Set();
      watchers.set(chatId, set.add(tell));
      return () => {
        set.delete(tell);
        if (set.size === 0 && watchers.get(chatId) === set) watchers.delete(chatId);
      };
    },

    async person(id: number): Promise<Person | null> {
      const [row] = await sql<PersonRow[]>`
        select doc, version from demo.tg_persons where id = ${id}`;
      return row ? toPerson(row) : null;
    },

    /** Everybody somebody may play, last active first. */
    async persons(): Promise<Person[]> {
      const rows = await sql<PersonRow[]>`
        select doc, version from demo.tg_persons p order by
          (select max(message_id) from demo.tg_messages m where m.chat_id = p.id) desc nulls last, id
        limit 200`;
      return rows.map(toPerson);
    },

    async savePerson({ version: _, ...doc }: Person): Promise<void> {
      await sql`
        insert into demo.tg_persons (id, doc, version)
        values (${doc.id}, ${JSON.stringify(doc)}::text::jsonb, 1)
        on conflict (id) do update set doc = excluded.doc, version = demo.tg_persons.version + 1`;
      wake(doc.id);
    },

    /** Takes a file; the answer is its id. */
    async addFile(file: Omit<StoredFile, "id">): Promise<string> {
      const id = `demo_${token()}`;
      await sql`insert into demo.tg_files (id, name, mime, bytes)
        values (${id}, ${file.name}, ${file.mime}, ${Buffer.from(file.bytes)})`;
      return id;
    },

    async file(id: string): Promise<StoredFile | null> {
      const [row] = await sql<StoredFile[]>`select * from demo.tg_files where id = ${id}`;
      return row ?? null;
    },

    async addInvoice(invoice: Omit<Invoice, "slug">): Promise<Invoice> {
      const made = { ...invoice, slug: token() };
      await sql`insert into demo.tg_invoices (slug, doc)
        values (${made.slug}, ${JSON.stringify(made)}::text::jsonb)`;
      return made;
    },

    /** Marks an invoice as paid; false when it was already. */
    async claimInvoice(slug: string): Promise<boolean> {
      const { count } = await sql`
        update demo.tg_invoices set doc = doc || '{"paid": true}'
        where slug = ${slug} and not coalesce((doc->>'paid')::boolean, false)`;
      return count === 1;
    },

    async invoice(slug: string): Promise<Invoice | null> {
      const [row] = await sql<{ doc: Invoice }[]>`
        select doc from demo.tg_invoices where slug = ${slug}`;
      return row?.doc ?? null;
    },

    async invoiceOfMessage(chatId: number, messageId: number): Promise<Invoice | null> {
      const [row] = await sql<{ doc: Invoice }[]>`
        select doc from demo.tg_invoices
        where (doc->>'chatId')::int8 = ${chatId} and (doc->>'messageId')::int8 = ${messageId}`;
      return row?.doc ?? null;
    },

    async savePayment(payment: StarPayment): Promise<void> {
      await sql`insert into demo.tg_payments (charge_id, doc)
        values (${payment.chargeId}, ${JSON.stringify(payment)}::text::jsonb)
        on conflict (charge_id) do update set doc = excluded.doc`;
    },

    async payment(chargeId: string): Promise<StarPayment | null> {
      const [row] = await sql<{ doc: StarPayment }[]>`
        select doc from demo.tg_payments where charge_id = ${chargeId}`;
      return row?.doc ?? null;
    },

    async payments(): Promise<StarPayment[]> {
      const rows = await sql<{ doc: StarPayment }[]>`select doc from demo.tg_payments order by seq`;
      return rows.map(({ doc }) => doc);
    },

    async read<T>(key: string): Promise<T | null> {
      const [row] = await sql<{ value: T }[]>`select value from demo.tg_state where key = ${key}`;
      return row?.value ?? null;
    },

    async write(key: string, value: unknown): Promise<void> {
      await sql`insert into demo.tg_state (key, value)
        values (${key}, ${JSON.stringify(value)}::text::jsonb)
        on conflict (key) do update set value = excluded.value`;
    },
  };
}
