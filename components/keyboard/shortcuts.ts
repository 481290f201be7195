import type { Permission } from "@/server/rules/permissions";

export type ShortcutId =
  | "rowNext"
  | "rowPrevious"
  | "rowOpen"
  | "rowOpenTab"
  | "rowSelect"
  | "search"
  | "nextPage"
  | "export"
  | "leave"
  | "palette"
  | "sheet"
  | `go.${string}`;

export type Shortcut = {
  id: ShortcutId;
  /** Physical keys (`KeyboardEvent.code`), so that they are the same in any layout; one after the other. */
  codes: readonly string[];
  /** Also these keys do it. */
  also?: readonly string[];
  shift?: true;
  /** As the sheet shows it. */
  keys: readonly string[];
  group: "list" | "go" | "general";
};

const list = (id: ShortcutId, code: string, key: string, also?: readonly string[]): Shortcut => ({
  id,
  codes: [code],
  keys: [key],
  group: "list",
  ...(also && { also }),
});

/** Where `g` and a letter lead; `key` is the page's message. */
export const GO: readonly { letter: string; key: string; href: string; permission: Permission }[] =
  [
    { letter: "H", key: "overview", href: "/admin", permission: "overview.read" },
    { letter: "C", key: "customers", href: "/admin/customers", permission: "customers.read" },
    {
      letter: "S",
      key: "subscriptions",
      href: "/admin/subscriptions",
      permission: "subscriptions.read",
    },
    { letter: "O", key: "orders", href: "/admin/orders", permission: "orders.read" },
    { letter: "P", key: "payments", href: "/admin/payments", permission: "orders.read" },
    { letter: "D", key: "promocodes", href: "/admin/promocodes", permission: "promocodes.read" },
    { letter: "R", key: "referrals", href: "/admin/referrals", permission: "referrals.read" },
    { letter: "A", key: "partners", href: "/admin/partners", permission: "partners.read" },
    { letter: "Y", key: "payouts", href: "/admin/payouts", permission: "partners.read" },
    { letter: "K", key: "catalog", href: "/admin/catalog", permission: "catalog.read" },
    { letter: "W", key: "remnawave", href: "/admin/remnawave", permission: "remnawave.read" },
    { letter: "B", key: "bulk", href: "/admin/bulk", permission: "customers.read" },
    { letter: "T", key: "team", href: "/admin/team", permission: "team.read" },
    { letter: "L", key: "audit", href: "/admin/audit", permission: "audit.read" },
    { letter: "E", key: "settings", href: "/admin/settings", permission: "settings.read" },
  ];

/** Every single-key shortcut: what is pressed is looked up here, and the sheet shows this. */
export const SHORTCUTS: readonly Shortcut[] = [
  list("rowNext", "KeyJ", "J", ["ArrowDown"]),
  list("rowPrevious", "KeyK", "K", ["ArrowUp"]),
  list("rowOpen", "Enter", "Enter"),
  list("rowOpenTab", "KeyO", "O"),
  list("rowSelect", "KeyX", "X"),
  list("search", "Slash", "/"),
  list("nextPage", "KeyN", "N", ["BracketRight"]),
  list("export", "KeyE", "E"),
  list("leave", "Escape", "Esc"),
  ...GO.map(
    ({ letter, key }): Shortcut => ({
      id: `go.${key}`,
      codes: ["KeyG", `Key${letter}`],
      keys: ["G", letter],
      group: "go",
    }),
  ),
  // Held together with another key, so none of those that are looked up here.
  { id: "palette", codes: [], keys: ["⌘ / Ctrl", "K"], group: "general" },
  { id: "sheet", codes: ["Slash"], shift: true, keys: ["?"], group: "general" },
];

type Pressed = { code: string; key: string; shiftKey: boolean };

/** What pressing this means after `before`; `waiting` when it may begin something longer. */
export function shortcutOf(
  { code, key, shiftKey }: Pressed,
  before: string | null,
): Shortcut | "waiting" | null {
  // In a Russian layout the key of “/” is another one.
  const typed = key === "?" ? "Slash" : key === "/" ? "Slash" : code;
  const shift = key === "?" || (key !== "/" && shiftKey);
  const found = SHORTCUTS.find(({ codes, also, shift: needed = false }) => {
    if (codes.length === 2) return before === codes[0] && codes[1] === code && !shift;
    return !before && needed === shift && (codes[0] === typed || also?.includes(code));
  });
  if (found) return found;
  return !before && !shift && SHORTCUTS.some(({ codes }) => codes.length === 2 && codes[0] === code)
    ? "waiting"
    : null;
}
