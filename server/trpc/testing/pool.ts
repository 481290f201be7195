import type { Sql } from "@/db/client";
import { definitions } from "@/server/domains/settings/registry";

/** Words that mean something to the application, by the name of the field they belong in. */
export async function openPool(sql: Sql): Promise<(field: string) => string[]> {
  const tables = await sql<{ name: string }[]>`
    select table_name as name from information_schema.columns
    where table_schema = 'public' and column_name = 'id' and data_type = 'text'`;
  const ids = new Map<string, string[]>();
  for (const { name } of tables) {
    const rows = await sql<{ id: string }[]>`select id from ${sql(name)} limit 4`;
    ids.set(
      name,
      rows.map(({ id }) => id),
    );
  }
  const groups = definitions.map(({ id }) => id);
  const words: Record<string, string[]> = {
    id: [...groups, ...[...ids.values()].flat()],
    gateway: ["demo", "stars"],
    values: definitions.flatMap(({ schema }) => Object.keys(schema.shape)),
  };
  return (field) => {
    if (Object.hasOwn(words, field)) return words[field] ?? [];
    const [, noun] = /^(\w+?)Ids?$/.exec(field) ?? [];
    if (!noun) return [];
    return [...ids].flatMap(([name, found]) => (name.includes(noun.toLowerCase()) ? found : []));
  };
}
