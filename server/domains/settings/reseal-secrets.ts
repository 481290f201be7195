import { sql } from "drizzle-orm";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { currentPrefix, decrypt, encrypt } from "@/server/core/sealing";
import { recordAudit } from "@/server/domains/audit";
import { SEALED_COLUMNS } from "./sealed-columns";

const BATCH = 200;

export type Resealed = {
  /** Sealed anew with the current key. */
  resealed: number;
  /** Sealed with a key that nobody has given: they stay as they are. */
  unreadable: number;
};

/**
 * Seals everything that an older key holds with the current one; a removed value is empty. A value is replaced only where it is still the one
 * that was read, so whoever writes meanwhile wins; killed anywhere, the next call goes on.
 */
export async function resealSecrets(ctx: Ctx): Promise<Resealed> {
  requirePermission(ctx, "settings.secrets");
  const sum: Resealed = { resealed: 0, unreadable: 0 };
  for (const place of SEALED_COLUMNS) {
    const { resealed, unreadable } = await resealColumn(ctx, place);
    sum.resealed += resealed;
    sum.unreadable += unreadable;
  }
  if (sum.resealed > 0) {
    const after = { ...sum };
    await inTransaction(ctx, (tx) =>
      recordAudit(tx, {
        action: "settings.rotateKey",
        subject: { type: "settings", id: "encryption" },
        after,
      }),
    );
  }
  return sum;
}

async function resealColumn(ctx: Ctx, place: (typeof SEALED_COLUMNS)[number]): Promise<Resealed> {
  const table = sql.identifier(place.table);
  const id = sql.identifier(place.id);
  const column = sql.identifier(place.column);
  const sum: Resealed = { resealed: 0, unreadable: 0 };
  for (let after = ""; ; ) {
    const rows = await ctx.db.execute<{ id: string; value: string }>(sql`
      select ${id}::text as id, ${column} as value from ${table}
      where ${column} <> '' and not starts_with(${column}, ${currentPrefix()})
        and ${id}::text > ${after}
      order by ${id}::text limit ${BATCH}`);
    for (const row of rows) {
      const next = reseal(row.value);
      if (next === null) sum.unreadable += 1;
      else {
        await ctx.db.execute(sql`
          update ${table} set ${column} = ${next}
          where ${id}::text = ${row.id} and ${column} = ${row.value}`);
        sum.resealed += 1;
      }
    }
    const last = rows.at(-1);
    if (!last || rows.length < BATCH) return sum;
    after = last.id;
  }
}

/** Null where the key is missing. */
function reseal(value: string): string | null {
  try {
    return encrypt(decrypt(value));
  } catch {
    return null;
  }
}
