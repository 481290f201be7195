import { randomUUID } from "node:crypto";
import type { Sql } from "@/db/client";

export type DemoRefund = { id: string; reference: string | null; value: string; currency: string };

export type DemoPayment = {
  id: string;
  reference: string;
  value: string;
  currency: string;
  description: string;
  returnUrl: string;
  status: "pending" | "paid" | "failed";
  received: { value: string; currency: string } | null;
  failure: string | null;
  refunds: DemoRefund[];
  /** The shop asked to keep the card; absent in payments older than kept cards. */
  save?: boolean;
  /** The kept card: its token once paid, or the one charged. */
  card?: string | null;
};

const LOCK = 77_110_011;

const DDL = `
create schema if not exists demo;
create table if not exists demo.gateway_payment(
  id text primary key, reference text not null unique, doc jsonb not null, created_at timestamptz not null default now());
create table if not exists demo.gateway_refund_key(key text primary key, refund_id text not null);
create table if not exists demo.gateway_webhook(
  id bigserial primary key, body text not null, attempts int not null default 0,
  due_at timestamptz not null default now());
`;

/** Payments and undelivered webhooks of the demo gateway; what was answered survives a `kill -9`. */
export async function openStore(sql: Sql) {
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${LOCK})`;
    await tx.unsafe(DDL);
  });
  const json = (value: unknown) => sql`${JSON.stringify(value)}::text::jsonb`;

  return {
    /** The reference is the idempotency key: asked twice, made once. */
    async create(payment: Omit<DemoPayment, "id" | "status" | "received" | "failure" | "refunds">) {
      const made: DemoPayment = {
        ...payment,
        id: `dpay_${randomUUID()}`,
        status: "pending",
        received: null,
        failure: null,
        refunds: [],
      };
      await sql`insert into demo.gateway_payment(id, reference, doc)
        values (${made.id}, ${made.reference}, ${json(made)}) on conflict (reference) do nothing`;
      return (await this.byReference(payment.reference)) ?? made;
    },
    async get(id: string): Promise<DemoPayment | null> {
      const [row] = await sql<{ doc: DemoPayment }[]>`
        select doc from demo.gateway_payment where id = ${id}`;
      return row?.doc ?? null;
    },
    async byReference(reference: string): Promise<DemoPayment | null> {
      const [row] = await sql<{ doc: DemoPayment }[]>`
        select doc from demo.gateway_payment where reference = ${reference}`;
      return row?.doc ?? null;
    },
    /** Whether a card was kept by a payment: only such a one can be charged again. */
    async hasCard(card: string): Promise<boolean> {
      const [row] = await sql`select 1 from demo.gateway_payment
        where doc ->> 'card' = ${card} and doc ->> 'status' = 'paid' and (doc ->> 'save')::boolean limit 1`;
      return row !== undefined;
    },
    async latest(): Promise<DemoPayment[]> {
      const rows = await sql<{ doc: DemoPayment }[]>`
        select doc from demo.gateway_payment order by created_at desc limit 50`;
      return rows.map((row) => row.doc);
    },
    /** Changes a payment under its lock and queues the webhooks that tell of it, together. */
    async change(
      id: string,
      change: (payment: DemoPayment) => { payment: DemoPayment; webhooks: unknown[] } | null,
    ): Promise<DemoPayment | null> {
      return sql.begin(async (tx) => {
        const [row] = await tx<{ doc: DemoPayment }[]>`
          select doc from demo.gateway_payment where id = ${id} for update`;
        const changed = row ? change(row.doc) : null;
        if (!changed) return row?.doc ?? null;
        await tx`update demo.gateway_payment set doc = ${JSON.stringify(changed.payment)}::text::jsonb where id = ${id}`;
        for (const webhook of changed.webhooks) {
          await tx`insert into demo.gateway_webhook(body) values (${JSON.stringify(webhook)})`;
        }
        return changed.payment;
      });
    },
    /** Leases the next due webhook; it comes again unless it is done. */
    async nextWebhook(retryMs: number) {
      const [row] = await sql<{ id: string; body: string; attempts: number }[]>`
        update demo.gateway_webhook set attempts = attempts + 1, due_at = now() + ${retryMs} * interval '1 ms'
        where id = (select id from demo.gateway_webhook where due_at <= now() order by due_at, id
          limit 1 for update skip locked) returning id::text, body, attempts`;
      return row ?? null;
    },
    webhookDone: (id: string) => sql`delete from demo.gateway_webhook where id = ${id}`,
    async knownRefund(key: string): Promise<string | null> {
      const [row] = await sql<{ refund_id: string }[]>`
        select refund_id from demo.gateway_refund_key where key = ${key}`;
      return row?.refund_id ?? null;
    },
    rememberRefund: (key: string, refundId: string) =>
      sql`insert into demo.gateway_refund_key(key, refund_id) values (${key}, ${refundId}) on conflict do nothing`,
  };
}
