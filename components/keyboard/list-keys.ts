import type { ShortcutId } from "./shortcuts";

/** Rows that are shown: a table's on a desktop, cards on a phone. */
const rows = (): HTMLElement[] =>
  [...document.querySelectorAll<HTMLElement>("main [data-row]")].filter(
    (row) => row.offsetParent !== null,
  );

/** The row that the focus is in, which is where j and k go on from. */
const current = (all: HTMLElement[]) =>
  all.findIndex((row) => row.contains(document.activeElement));

function focusRow(step: 1 | -1): boolean {
  const all = rows();
  const from = current(all);
  const at = from < 0 ? 0 : from + step;
  const row = all[Math.min(Math.max(at, 0), all.length - 1)];
  row?.focus();
  row?.scrollIntoView({ block: "nearest" });
  return row !== undefined;
}

const press = (selector: string): boolean => {
  const found = document.querySelector<HTMLElement>(selector);
  found?.click();
  return found !== null;
};

/** The row that was opened by keyboard, of the list at this address. */
const place = () => `rezeis.row:${window.location.pathname}`;

/** Puts the focus back on the row that was opened, when one comes back to the list. */
export function returnToRow(): void {
  const id = window.sessionStorage.getItem(place());
  if (id === null || document.activeElement !== document.body) return;
  const row = rows().find((one) => one.dataset.row === id);
  window.sessionStorage.removeItem(place());
  row?.focus();
  row?.scrollIntoView({ block: "nearest" });
}

/** What a shortcut does on the list that is on the page; false when there is nothing to do it to. */
export function onList(id: ShortcutId): boolean {
  const all = rows();
  const row = all[current(all)];
  switch (id) {
    case "rowNext":
      return focusRow(1);
    case "rowPrevious":
      return focusRow(-1);
    case "rowOpen":
      // Enter on a link or a button inside of a row is that one's own.
      if (!row || document.activeElement !== row) return false;
      window.sessionStorage.setItem(place(), row.dataset.row ?? "");
      row.click();
      return true;
    case "rowOpenTab": {
      const to = row?.dataset.href;
      if (to) window.open(to, "_blank", "noopener");
      return to !== undefined;
    }
    case "rowSelect": {
      const box = row?.querySelector<HTMLElement>('[role="checkbox"]');
      box?.click();
      return Boolean(box);
    }
    case "search": {
      const box = document.querySelector<HTMLElement>('main input[type="search"]');
      box?.focus();
      return box !== null;
    }
    case "nextPage":
      return press("[data-next-page]");
    case "export": {
      const button = document.querySelector<HTMLElement>("[data-export]");
      // A menu opens by the press of a pointer or of a key, not by a click.
      button?.focus();
      button?.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
      return button !== null;
    }
    case "leave":
      if (!row) return false;
      (document.activeElement as HTMLElement).blur();
      return true;
    default:
      return false;
  }
}
