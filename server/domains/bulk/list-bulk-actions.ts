import type { z } from "zod";
import type { Ctx } from "@/server/core/context";
import { parseInput } from "@/server/core/parse";
import { actionOf, actionsFor } from "./registry";
import { type BulkOffer, LIST_SUBJECTS, listBulkActionsInput } from "./schemas";

/** What whoever asks may do to many rows of a list. */
export function listBulkActions(
  ctx: Ctx,
  input: z.input<typeof listBulkActionsInput>,
): BulkOffer[] {
  const { list } = parseInput(listBulkActionsInput, input);
  const subjects = LIST_SUBJECTS[list];
  return actionsFor(ctx)
    .map((id) => ({ id, ...actionOf(id) }))
    .filter(({ inverseOnly, subject }) => !inverseOnly && subjects.includes(subject))
    .sort((a, b) => subjects.indexOf(a.subject) - subjects.indexOf(b.subject))
    .map(({ id, subject, undo }) => ({ id, subject, mayUndo: undo !== undefined }));
}
