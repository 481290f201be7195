"use client";

import { useTranslations } from "next-intl";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { type AuditRow, useEntryWords } from "./entry-words";

type Values = Record<string, unknown>;

const asValues = (value: unknown): Values =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Values) : {};

type Props = { entry: AuditRow };

const differing = ({ before, after }: AuditRow): string[] => {
  const [old, now] = [asValues(before), asValues(after)];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(
    (name) => JSON.stringify(old[name]) !== JSON.stringify(now[name]),
  );
};

/** What was before and what after, only where they differ. */
export function Changes({ entry }: Props) {
  const words = useEntryWords(entry);
  const names = differing(entry);
  if (names.length === 0) return <span className="text-muted-foreground">–</span>;
  return (
    <Popover>
      <PopoverTrigger className="max-w-full truncate md:max-w-64 rounded-sm text-left text-xs text-muted-foreground underline decoration-dotted underline-offset-4 outline-none hover:text-foreground focus-visible:ring-[3px] focus-visible:ring-ring/40">
        {names.map(words.label).join(", ")}
      </PopoverTrigger>
      <PopoverContent align="start" className="w-96 max-w-[calc(100vw-2rem)] p-0">
        <ChangesTable entry={entry} />
      </PopoverContent>
    </Popover>
  );
}

/** Field by field. Nothing where nothing differs. */
export function ChangesTable({ entry }: Props) {
  const t = useTranslations("audit");
  const words = useEntryWords(entry);
  const [old, now] = [asValues(entry.before), asValues(entry.after)];
  const names = differing(entry);
  if (names.length === 0) return null;
  return (
    <table className="w-full table-fixed text-xs">
      <thead>
        <tr className="border-b text-left text-muted-foreground">
          <th className="p-2 font-medium">{t("field")}</th>
          <th className="p-2 font-medium">{t("before")}</th>
          <th className="p-2 font-medium">{t("after")}</th>
        </tr>
      </thead>
      <tbody className="divide-y">
        {names.map((name) => (
          <tr key={name} className="align-top">
            <td className="break-words p-2">{words.label(name)}</td>
            <td className="break-words p-2 text-muted-foreground">
              {words.value(name, old[name])}
            </td>
            <td className="break-words p-2">{words.value(name, now[name])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
