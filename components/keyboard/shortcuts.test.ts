import { expect, test } from "vitest";
import { NAV } from "@/components/layout/nav";
import en from "@/server/i18n/messages/en/layout.json";
import ru from "@/server/i18n/messages/ru/layout.json";
import { GO, SHORTCUTS, shortcutOf } from "./shortcuts";

const press = (code: string, key: string, before: string | null = null, shiftKey = false) => {
  const found = shortcutOf({ code, key, shiftKey }, before);
  return found === null || found === "waiting" ? found : found.id;
};

test("keys mean the same in the Russian layout", () => {
  expect([press("KeyJ", "j"), press("KeyJ", "о")]).toEqual(["rowNext", "rowNext"]);
  expect([press("KeyG", "g"), press("KeyG", "п")]).toEqual(["waiting", "waiting"]);
  expect(press("KeyO", "щ", "KeyG")).toBe("go.orders");
  expect(press("Slash", "/")).toBe("search");
  expect(press("Backslash", "/", null, true)).toBe("search");
  expect(press("Digit7", "?", null, true)).toBe("sheet");
  expect(press("Slash", "?", null, true)).toBe("sheet");
});

test("a letter after g is a page or nothing, never what it means alone", () => {
  expect(press("KeyO", "o")).toBe("rowOpenTab");
  expect(press("KeyJ", "j", "KeyG")).toBeNull();
  expect(press("KeyJ", "J", null, true)).toBeNull();
});

test("no two shortcuts are the same, and each has words in both languages", () => {
  const pressed = SHORTCUTS.flatMap(({ codes, also = [], shift }) =>
    [codes.join(" "), ...also].map((keys) => `${shift ? "shift " : ""}${keys}`),
  );
  expect(new Set(pressed).size).toBe(pressed.length);
  for (const { layout } of [{ layout: en }, { layout: ru }]) {
    const words: Record<string, string> = layout.keys.names;
    const wordless = SHORTCUTS.filter(({ id }) => !id.startsWith("go.") && !words[id]);
    expect(wordless).toEqual([]);
  }
});

test("g leads to pages that there are, for those who may see them", () => {
  const items = NAV.flatMap((group) => group.items);
  for (const { href, key, permission } of GO) {
    expect(items).toContainEqual(expect.objectContaining({ href, key, permission }));
  }
});
