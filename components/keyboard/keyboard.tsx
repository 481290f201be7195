"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { useMay } from "@/components/layout/may";
import { href } from "@/components/lib/href";
import { onList } from "./list-keys";
import { ShortcutSheet } from "./shortcut-sheet";
import { GO, type ShortcutId, shortcutOf } from "./shortcuts";
import { singleKeysOn } from "./use-single-keys";

/** How long `g` waits for the letter after it. */
const WAIT_MS = 1500;

const BUSY =
  "input:not([type=checkbox]),textarea,select,[contenteditable],[role=dialog],[role=menu],[role=listbox],[role=combobox],[role=tablist]";

/** Keys that a control uses itself. */
const OF_CONTROLS = new Set(["Enter", "ArrowDown", "ArrowUp"]);

/** Shortcuts of one key, and the sheet that lists them. */
export function Keyboard() {
  const router = useRouter();
  const may = useMay();
  const [listed, setListed] = useState(false);
  const before = useRef<{ code: string; at: number } | null>(null);

  const run = (id: ShortcutId): boolean => {
    if (id === "sheet") {
      setListed(true);
      return true;
    }
    const page = GO.find(({ key }) => id === `go.${key}`);
    if (!page) return onList(id);
    if (may(page.permission)) router.push(href(page.href));
    return true;
  };
  const latest = useRef(run);
  latest.current = run;

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { code, key, shiftKey, metaKey, ctrlKey, altKey } = event;
      if (event.defaultPrevented) return;
      if (metaKey || ctrlKey || altKey || key === "Shift" || !singleKeysOn()) return;
      const target = event.target as HTMLElement;
      if (target.closest(BUSY) || document.querySelector("[role=dialog],[role=menu]")) return;
      if (OF_CONTROLS.has(code) && target.closest("a,button,[role=checkbox]")) return;
      const waiting = before.current;
      before.current = null;
      const inTime = waiting && event.timeStamp - waiting.at < WAIT_MS ? waiting.code : null;
      const found = shortcutOf({ code, key, shiftKey }, inTime);
      if (found === "waiting") before.current = { code, at: event.timeStamp };
      else if (found && latest.current(found.id)) event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);

  return <ShortcutSheet open={listed} onOpenChange={setListed} />;
}
