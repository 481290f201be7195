import { expect, test } from "vitest";
import settings from "@/server/i18n/messages/ru/settings.json";
import { wordAt } from "./word-at";

test("a word is found by its key, and nothing by a key that leads nowhere or to many", () => {
  expect(wordAt(settings, "groups.trial.title")).toBe("Пробный период");
  expect(wordAt(settings, "groups.trial")).toBeUndefined();
  expect(wordAt(settings, "groups.constructor.name")).toBeUndefined();
  expect(wordAt(undefined, "groups.trial.title")).toBeUndefined();
});
