"use client";

import { PencilIcon, PinIcon, PinOffIcon, Trash2Icon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useAction } from "@/components/hooks/use-action";
import { useUndo } from "@/components/hooks/use-undo";
import { May } from "@/components/layout/may";
import { RelativeTime } from "@/components/layout/relative-time";
import type { Outputs } from "@/components/lib/outputs";
import { useTRPC } from "@/components/lib/trpc";
import { cn } from "@/components/lib/utils";
import { Button } from "@/components/ui/button";
import { Textarea } from "@/components/ui/textarea";

type Note = Outputs["customers"]["notes"][number];

/** A note with what can be done about it; whoever wrote it may change its words. */
export function CustomerNote({ note }: { note: Note }) {
  const t = useTranslations("customers.notes");
  const trpc = useTRPC();
  const undo = useUndo();
  const [editing, setEditing] = useState(false);
  const { id: noteId, pinned } = note;
  const pin = useAction(trpc.admin.customers.pinNote.mutationOptions());
  const restore = useAction(trpc.admin.customers.restoreNote.mutationOptions());
  const remove = useAction(trpc.admin.customers.deleteNote.mutationOptions(), {
    onDone: () => undo(t("deleted"), () => restore.mutateAsync({ noteId })),
  });
  return (
    <li
      className={cn(
        "group rounded-md border px-3 py-2 text-[13px]",
        pinned && "border-warning/40 bg-warning/5",
      )}
    >
      {editing ? (
        <EditNote note={note} onClose={() => setEditing(false)} />
      ) : (
        <p className="whitespace-pre-wrap break-words">{note.text}</p>
      )}
      <div className="mt-1.5 flex flex-wrap items-center gap-1 text-xs text-muted-foreground">
        <span className="mr-auto">
          {note.authorName ?? t("nobody")} · <RelativeTime value={note.createdAt} />
          {note.updatedAt > note.createdAt && ` · ${t("edited")}`}
        </span>
        <May needs="customers.write">
          <Button
            variant="ghost"
            size="icon-sm"
            className="size-6"
            aria-label={t(pinned ? "unpin" : "pin")}
            title={t(pinned ? "unpin" : "pin")}
            onClick={() => pin.mutate({ noteId, pinned: !pinned })}
          >
            {pinned ? <PinOffIcon /> : <PinIcon />}
          </Button>
          {note.own && (
            <Button
              variant="ghost"
              size="icon-sm"
              className="size-6"
              aria-label={t("edit")}
              title={t("edit")}
              onClick={() => setEditing(true)}
            >
              <PencilIcon />
            </Button>
          )}
          <Button
            variant="ghost"
            size="icon-sm"
            className="size-6"
            aria-label={t("delete")}
            title={t("delete")}
            onClick={() => remove.mutate({ noteId })}
          >
            <Trash2Icon />
          </Button>
        </May>
      </div>
    </li>
  );
}

function EditNote({ note, onClose }: { note: Note; onClose: () => void }) {
  const t = useTranslations("customers.notes");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const [text, setText] = useState(note.text);
  const edit = useAction(trpc.admin.customers.editNote.mutationOptions(), { onDone: onClose });
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        edit.mutate({ noteId: note.id, text });
      }}
    >
      <Textarea
        autoFocus
        value={text}
        maxLength={5000}
        aria-label={t("edit")}
        onChange={(event) => setText(event.target.value)}
      />
      <div className="flex justify-end gap-2">
        <Button variant="ghost" size="sm" onClick={onClose}>
          {common("cancel")}
        </Button>
        <Button type="submit" size="sm" disabled={edit.isPending || text.trim() === ""}>
          {common("save")}
        </Button>
      </div>
    </form>
  );
}
