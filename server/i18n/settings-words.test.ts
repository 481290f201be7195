import { describe, expect, it } from "vitest";
import { describeFields } from "@/server/domains/settings/describe-fields";
import { definitions } from "@/server/domains/settings/registry";
import { isCurrency } from "@/server/rules/money";
import en from "./messages/en/settings.json";
import ru from "./messages/ru/settings.json";

type Group = {
  title?: string;
  fields?: Record<string, { label?: string; options?: Record<string, string> } | undefined>;
};

/** A page of its own asks for these, with words of its own. */
const ASKED_ELSEWHERE = ["payments"];

describe.each([
  ["English", en],
  ["Russian", ru],
])("the settings in %s", (_language, words) => {
  const groups: Record<string, Group | undefined> = words.groups;

  it("call every group and every field by a name", () => {
    const nameless = definitions.flatMap((definition) => {
      const group = groups[definition.id.replaceAll(".", "_")];
      const fields = ASKED_ELSEWHERE.includes(definition.id) ? [] : describeFields(definition);
      return [
        ...(group?.title ? [] : [definition.id]),
        ...fields
          .filter(({ name }) => !group?.fields?.[name]?.label)
          .map(({ name }) => `${definition.id}.${name}`),
      ];
    });
    expect(nameless).toEqual([]);
  });

  it("have words for everything that can be chosen", () => {
    const wordless = definitions
      .filter(({ id }) => !ASKED_ELSEWHERE.includes(id))
      .flatMap((definition) =>
        describeFields(definition).flatMap(({ name, options = [] }) =>
          options
            // A currency is its own name.
            .filter((option) => !isCurrency(option))
            .filter((option) => {
              const field = groups[definition.id.replaceAll(".", "_")]?.fields?.[name];
              return !field?.options?.[option];
            })
            .map((option) => `${definition.id}.${name}.${option}`),
        ),
      );
    expect(wordless).toEqual([]);
  });
});
