import type { SQL } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import type { Ctx } from "@/server/core/context";
import type { Permission } from "@/server/rules/permissions";
import type { Subject } from "./schemas";

export type BulkItem = {
  /** The row it is about: a customer's, subscription's, order's or promo code's id. */
  subjectId: string;
  /** Unique in all runs and the same whenever the item is tried: an idempotency key. */
  key: string;
};

/** An action on many: the verb that does it to one, and whom it leaves out. */
export type BulkAction<S extends z.ZodType = z.ZodType> = {
  subject: Subject;
  /** What the same action on one row asks for; all of them. */
  permissions: readonly Permission[];
  /** Cannot be taken back: asks for a second factor shown lately when it begins. */
  fresh?: true;
  /** Only ever the way back of another one. */
  inverseOnly?: true;
  /** Stored as JSON: bigint as decimal strings. */
  input: S;
  /** Over the subject's row `s`: null goes ahead, else the reason why it is left out. */
  skip(input: z.output<S>, now: Date): SQL;
  /** Before anything is written, with the number of those it will be done to. */
  check?(ctx: Ctx, input: z.output<S>, count: number): Promise<void>;
  run(ctx: Ctx<Tx>, item: BulkItem, input: z.output<S>): Promise<unknown>;
  /** The action that takes it back from the same rows, and its input. */
  undo?: {
    action: string;
    input(input: z.output<S>, runId: string): Record<string, unknown>;
  };
};

/** Keeps the input's type inside one definition, where a registry would lose it. */
export const bulkAction = <S extends z.ZodType>(action: BulkAction<S>): BulkAction =>
  action as unknown as BulkAction;
