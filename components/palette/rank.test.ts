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

test("a name in the other language finds it too, after what is found as well by its own", () => {
  const all = [
    { name: "Trial", also: "Пробный период" },
    { name: "Пробный ход" },
    { name: "Orders", also: "Заказы" },
  ];
  expect(ranked(all, "пробный").map(({ name }) => name)).toEqual(["Пробный ход", "Trial"]);
  expect(ranked(all, "заказы").map(({ name }) => name)).toEqual(["Orders"]);
});
