import { expect, test } from "vitest";
import { ranked } from "./rank";

const names = (typed: string, ...all: string[]) =>
  ranked(
    all.map((name) => ({ name })),
    typed,
  ).map(({ name }) => name);

test("what was typed in full is first, then what begins with it, then what has a word that does", () => {
  expect(names("port", "Export orders", "Host and port", "Portal", "Port")).toEqual([
    "Port",
    "Portal",
    "Host and port",
    "Export orders",
  ]);
});

test("several beginnings of words find a name, in any order", () => {
  expect(names("зак эксп", "Экспорт: заказы", "Заказы")).toEqual(["Экспорт: заказы"]);
  expect(names("zz", "Jazz")).toEqual([]);
});
