import { createTranslator } from "next-intl";
import { expect, test } from "vitest";
import { permissionGroups } from "@/components/team/permission-groups";
import { ALERT_KINDS } from "@/db/enums";
import { PERMISSION_IDS } from "@/server/rules/permissions";
import { loadMessages, type Messages, NAMESPACES } from "./messages";

type Tree = { [key: string]: string | Tree };

const flatten = (tree: Tree, prefix = ""): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string"
      ? [[prefix + key, value] as [string, string]]
      : flatten(value, `${prefix}${key}.`),
  );

const load = async (locale: "en" | "ru") => flatten((await loadMessages(locale)) as Messages);
const placeholders = (text: string) =>
  [...new Set([...text.matchAll(/\{(\w+)\s*[,}]/g)].map(([, name]) => name))].sort();

test("both languages say the same things with the same values", async () => {
  const [en, ru] = [new Map(await load("en")), new Map(await load("ru"))];
  expect([...ru.keys()].sort()).toEqual([...en.keys()].sort());
  for (const [key, text] of en) {
    expect(placeholders(ru.get(key) ?? ""), key).toEqual(placeholders(text));
  }
});

test("every alert has words", async () => {
  const { monitoring } = await loadMessages("en");
  expect(Object.keys(monitoring?.kinds ?? {}).sort()).toEqual([...ALERT_KINDS].sort());
});

test("every permission and every group of them has words", async () => {
  for (const locale of ["en", "ru"] as const) {
    const keys = (await load(locale)).map(([key]) => key);
    const said = keys.filter((key) => key.startsWith("team.permissions."));
    const wanted = PERMISSION_IDS.map((id) => `team.permissions.${id}`);
    expect(said.sort()).toEqual(wanted.sort());
    expect(keys).toEqual(
      expect.arrayContaining(permissionGroups().map(({ slice }) => `team.slices.${slice}`)),
    );
  }
});

test("every text can be written, for any number", async () => {
  for (const locale of ["en", "ru"] as const) {
    const messages = await loadMessages(locale);
    const failures: string[] = [];
    const t = createTranslator({
      locale,
      messages,
      onError: (error) => failures.push(error.message),
    }) as (key: string, values: Record<string, unknown>) => string;
    for (const namespace of NAMESPACES) {
      for (const [key, text] of flatten(messages[namespace] ?? {})) {
        for (const number of [0, 1, 2, 5, 21]) {
          const values = Object.fromEntries(placeholders(text).map((name) => [name, number]));
          t(`${namespace}.${key}`, values);
        }
      }
    }
    expect(failures).toEqual([]);
  }
});
