"use client";

import { useEffect, useRef } from "react";
import { ActionButton } from "./action-button";

/** Asks once more, with the consequence written out. The browser's own dialog: focus, Esc and backdrop come with it. */
export function Confirm({
  open,
  title,
  text,
  yes,
  no,
  onYes,
  onNo,
}: {
  open: boolean;
  title: string;
  text: string;
  yes: string;
  no: string;
  onYes: () => void;
  onNo: () => void;
}) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    if (open) dialog?.showModal();
    else dialog?.close();
  }, [open]);
  return (
    <dialog
      ref={ref}
      onClose={onNo}
      aria-label={title}
      className="m-auto w-[calc(100%-2rem)] max-w-sm rounded-2xl bg-tg-section p-5 text-tg-text backdrop:bg-black/50"
    >
      <h2 className="text-[17px] font-semibold">{title}</h2>
      <p className="mt-2 text-tg-hint">{text}</p>
      <div className="mt-5 flex flex-col gap-2">
        <ActionButton kind="main" onPress={onYes}>
          {yes}
        </ActionButton>
        <ActionButton kind="quiet" onPress={onNo}>
          {no}
        </ActionButton>
      </div>
    </dialog>
  );
}
