"use client";

import { useTranslations } from "next-intl";
import type { ConfigurationChange } from "@/server/domains/settings/schemas";
import { useConfigurationWords } from "./configuration-words";
import { useSettingsWords } from "./settings-words";

/** What an import would change, part by part and field by field. */
export function ConfigurationChanges({ changes }: { changes: ConfigurationChange[] }) {
  const t = useTranslations("settings");
  const nameOf = ({ part, name }: ConfigurationChange) => {
    const key = `groups.${name.replaceAll(".", "_")}.title`;
    return part === "settings" && t.has(key) ? t(key) : name;
  };
  if (changes.length === 0) return null;
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and keyboards must reach it
      tabIndex={0}
      aria-label={t("configuration.title")}
      className="max-h-[50vh] overflow-y-auto rounded-md border outline-none focus-visible:ring-[3px] focus-visible:ring-ring/40"
    >
      <ul className="divide-y text-[13px]">
        {changes.map((change) => (
          <li key={`${change.part}-${change.id}`} className="flex flex-col gap-1 p-3">
            <p className="font-medium">
              {t(`configuration.parts.${change.part}`)}: {nameOf(change)}
              <span className="ml-2 text-xs font-normal text-muted-foreground">
                {t(`configuration.kinds.${change.kind}`)}
              </span>
            </p>
            {change.fields.map((field) => (
              <Field key={field.name} change={change} {...field} />
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}

type FieldProps = { change: ConfigurationChange } & ConfigurationChange["fields"][number];

/** Only what differs: of ten prices the one that changes. */
function Field({ change: { part, name: group }, name, before, after }: FieldProps) {
  const t = useTranslations("settings.configuration");
  const settings = useSettingsWords(group);
  const words = useConfigurationWords();
  const of = (text: string | null) => {
    if (part !== "settings") return text === null ? [] : words(name, text);
    return text === null ? [] : [settings.value(name, text)];
  };
  const [old, now] = [of(before), of(after)];
  const gone = old.filter((one) => !now.includes(one));
  const come = now.filter((one) => !old.includes(one));
  if (gone.length + come.length === 0) return null;
  const label =
    part === "settings"
      ? settings.label(name)
      : t.has(`fields.${name}`)
        ? t(`fields.${name}`)
        : name;
  return (
    <div className="grid gap-x-3 break-words text-xs sm:grid-cols-[9rem_1fr]">
      <span className="text-muted-foreground">{label}</span>
      <span className="min-w-0">
        {gone.map((one) => (
          <del key={one} className="block text-muted-foreground">
            {one}
          </del>
        ))}
        {come.map((one) => (
          <ins key={one} className="block no-underline">
            {one}
          </ins>
        ))}
      </span>
    </div>
  );
}
