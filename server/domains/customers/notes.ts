import { and, desc, eq, isNull } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { customerNotes } from "@/db/schema/customers";
import { admins } from "@/db/schema/team";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { AppError, notFound } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { getCustomerRow } from "./internal";
import {
  addNoteInput,
  customerInput,
  editNoteInput,
  type NoteView,
  noteInput,
  pinNoteInput,
} from "./schemas";

type NoteRow = typeof customerNotes.$inferSelect;

/** What operators wrote to each other about a person: pinned ones first, then the newest. */
export async function listNotes(
  ctx: Ctx,
  input: z.input<typeof customerInput>,
): Promise<NoteView[]> {
  requirePermission(ctx, "customers.read");
  const { customerId } = parseInput(customerInput, input);
  const rows = await ctx.db
    .select({ note: customerNotes, authorName: admins.name })
    .from(customerNotes)
    .leftJoin(admins, eq(admins.id, customerNotes.authorId))
    .where(and(eq(customerNotes.customerId, customerId), isNull(customerNotes.deletedAt)))
    .orderBy(desc(customerNotes.pinned), desc(customerNotes.createdAt), desc(customerNotes.id))
    .limit(200);
  return rows.map(({ note: { deletedAt: _, ...note }, authorName }) => ({
    ...note,
    authorName,
    own: note.authorId === ctx.actor.id,
  }));
}

export async function addNote(
  ctx: Ctx,
  input: z.input<typeof addNoteInput>,
): Promise<{ noteId: string }> {
  requirePermission(ctx, "customers.write");
  const { customerId, text, pinned } = parseInput(addNoteInput, input);
  return inTransaction(ctx, async (tx) => {
    const { erasedAt } = await getCustomerRow(tx, customerId);
    if (erasedAt) {
      throw new AppError(
        "precondition",
        "customer_erased",
        "This person asked to be forgotten: nothing more is written about them.",
      );
    }
    const noteId = newId("note");
    const now = tx.clock();
    await tx.db.insert(customerNotes).values({
      id: noteId,
      customerId,
      authorId: tx.actor.id,
      text,
      pinned,
      createdAt: now,
      updatedAt: now,
    });
    await audit(tx, "addNote", { customerId, id: noteId });
    return { noteId };
  });
}

/** Words stay with who said them: nobody edits what another wrote. Throws `forbidden not_your_note`. */
export const editNote = (ctx: Ctx, input: z.input<typeof editNoteInput>): Promise<void> => {
  const { noteId, text } = parseInput(editNoteInput, input);
  return change(ctx, noteId, "editNote", (tx, note) => {
    if (tx.actor.type === "admin" && note.authorId !== tx.actor.id) {
      throw new AppError(
        "forbidden",
        "not_your_note",
        "Somebody else wrote this note: add one of your own.",
      );
    }
    return { text, updatedAt: tx.clock() };
  });
};

export const pinNote = (ctx: Ctx, input: z.input<typeof pinNoteInput>): Promise<void> => {
  const { noteId, pinned } = parseInput(pinNoteInput, input);
  return change(ctx, noteId, pinned ? "pinNote" : "unpinNote", () => ({ pinned }));
};

/** Out of sight, and back by {@link restoreNote}. */
export const deleteNote = (ctx: Ctx, input: z.input<typeof noteInput>): Promise<void> => {
  const { noteId } = parseInput(noteInput, input);
  return change(ctx, noteId, "deleteNote", (tx, { deletedAt }) => ({
    deletedAt: deletedAt ?? tx.clock(),
  }));
};

export const restoreNote = (ctx: Ctx, input: z.input<typeof noteInput>): Promise<void> => {
  const { noteId } = parseInput(noteInput, input);
  return change(ctx, noteId, "restoreNote", () => ({ deletedAt: null }));
};

async function change(
  ctx: Ctx,
  noteId: string,
  verb: string,
  patchOf: (tx: Ctx<Tx>, note: NoteRow) => Partial<NoteRow>,
): Promise<void> {
  requirePermission(ctx, "customers.write");
  await inTransaction(ctx, async (tx) => {
    const [note] = await tx.db
      .select()
      .from(customerNotes)
      .where(eq(customerNotes.id, noteId))
      .for("update");
    if (!note) throw notFound("note", noteId);
    await tx.db.update(customerNotes).set(patchOf(tx, note)).where(eq(customerNotes.id, noteId));
    await audit(tx, verb, note);
  });
}

/** Which note and whose; its words stay out of the log, where nobody could take them back. */
const audit = (tx: Ctx<Tx>, verb: string, note: Pick<NoteRow, "id" | "customerId">) =>
  recordAudit(tx, {
    action: `customers.${verb}`,
    subject: { type: "customer", id: note.customerId },
    after: { noteId: note.id },
  });
