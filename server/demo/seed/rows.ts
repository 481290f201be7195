import type { Sql } from "@/db/client";

export type Cells = Record<string, unknown>;

export const at = (ms: number): string => new Date(ms).toISOString();
export const BATCH = 4000;

/** Rows to be written, by table, in the order in which they came to be. */
export class Rows {
  private readonly tables = new Map<string, Cells[]>();

  /** The row itself is kept: what happens to it later is written too. */
  add<T extends Cells>(table: string, row: T): T {
    const rows = this.tables.get(table) ?? [];
    rows.push(row);
    this.tables.set(table, rows);
    return row;
  }

  of(table: string): Cells[] {
    return this.tables.get(table) ?? [];
  }
}

/** Inserts rows by column name, thousands in a statement; types are the table's own. */
export async function insert(sql: Sql, table: string, rows: Cells[]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first)
    .map((name) => `"${name}"`)
    .join(", ");
  for (let from = 0; from < rows.length; from += BATCH) {
    const batch = rows.slice(from, from + BATCH);
    await sql.unsafe(
      `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1::text::jsonb)`,
      [
        JSON.stringify(batch, (_key, value: unknown) =>
          typeof value === "bigint" ? value.toString() : value,
        ),
      ],
    );
  }
}
