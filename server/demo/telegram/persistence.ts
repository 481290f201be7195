import type { Sql } from "@/db/client";

/** Fixed, arbitrary: serializes processes that make the schema at the same time. */
const SCHEMA_LOCK = 7_263_002;

/** Tables of the stand-in, apart from the product's. */
export async function makeTables(sql: Sql): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${SCHEMA_LOCK})`;
    await tx`create schema if not exists demo`;
    await tx`create table if not exists demo.tg_persons (
      id int8 primary key, doc jsonb not null, version int8 not null default 0)`;
    await tx`create table if not exists demo.tg_messages (
      chat_id int8 not null, message_id int8 not null, version int8 not null,
      deleted boolean not null default false, doc jsonb not null,
      primary key (chat_id, message_id))`;
    await tx`create table if not exists demo.tg_files (
      id text primary key, name text not null, mime text not null, bytes bytea not null)`;
    await tx`create table if not exists demo.tg_invoices (slug text primary key, doc jsonb not null)`;
    await tx`create table if not exists demo.tg_payments (
      charge_id text primary key, seq int8 generated always as identity, doc jsonb not null)`;
    await tx`create table if not exists demo.tg_state (key text primary key, value jsonb not null)`;
    await tx`create sequence if not exists demo.tg_message_id start 100`;
    await tx`create table if not exists demo.tg_updates (
      update_id int8 generated always as identity (start with 1001) primary key,
      chat_id int8 not null, body jsonb not null, attempts int not null default 0,
      created_at timestamptz not null default now())`;
  });
}
