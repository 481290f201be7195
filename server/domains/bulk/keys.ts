import { type SQL, sql } from "drizzle-orm";

/** An item's key: a run does something to a row once. */
export const itemKey = (runId: string, subjectId: string): string => `bulk:${runId}:${subjectId}`;

/** The same in SQL. */
export const keyOf = (runId: string, subjectId: SQL): SQL =>
  sql`${`bulk:${runId}:`}::text || ${subjectId}`;

/** The client key of the run that does what another one left: there is one, whoever begins it. */
export const restKey = (runId: string): string => `rest:${runId}`;

/** The same in SQL. */
export const restKeyOf = (runId: SQL): SQL => sql`'rest:' || ${runId}`;
