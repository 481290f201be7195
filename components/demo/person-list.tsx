"use client";

import { BanIcon, StarIcon, UserPlusIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { cn } from "@/components/lib/utils";
import { Button } from "@/components/ui/button";
import type { Person } from "@/server/demo/telegram/types";

const TINTS = ["bg-rose-600", "bg-sky-700", "bg-emerald-700", "bg-violet-600", "bg-amber-700"];

export function PersonAvatar({ person }: { person: Person }) {
  return (
    <span
      aria-hidden
      className={cn(
        "flex size-10 shrink-0 items-center justify-center rounded-full text-sm font-semibold text-white",
        TINTS[person.id % TINTS.length],
      )}
    >
      {[...person.firstName][0]?.toUpperCase()}
    </span>
  );
}

export const fullName = (person: Person): string =>
  [person.firstName, person.lastName].filter(Boolean).join(" ");

/** Whose phone one holds. */
export function PersonList({
  persons,
  chosen,
  onChoose,
  onNew,
}: {
  persons: Person[];
  chosen: number | null;
  onChoose: (id: number) => void;
  onNew: () => void;
}) {
  const t = useTranslations("demo.persons");
  return (
    <nav aria-label={t("label")} className="flex min-h-0 flex-1 flex-col">
      <div className="p-3">
        <Button variant="outline" className="w-full" onClick={onNew}>
          <UserPlusIcon aria-hidden /> {t("new")}
        </Button>
      </div>
      <ul className="min-h-0 flex-1 overflow-y-auto px-2 pb-3">
        {persons.map((person) => (
          <li key={person.id}>
            <button
              type="button"
              aria-current={person.id === chosen}
              className="flex w-full items-center gap-3 rounded-lg px-2 py-2 text-left outline-none hover:bg-accent focus-visible:ring-[3px] focus-visible:ring-ring/40 aria-[current=true]:bg-primary/10"
              onClick={() => onChoose(person.id)}
            >
              <PersonAvatar person={person} />
              <span className="min-w-0 flex-1">
                <span className="flex items-center gap-1 text-sm font-medium">
                  <span className="truncate">{fullName(person)}</span>
                  {person.premium && (
                    <StarIcon
                      className="size-3.5 shrink-0 text-primary"
                      aria-label={t("premium")}
                    />
                  )}
                  {person.blocked && (
                    <BanIcon
                      className="size-3.5 shrink-0 text-destructive"
                      aria-label={t("blocked")}
                    />
                  )}
                </span>
                <span className="block truncate text-xs text-muted-foreground">
                  {person.language.toUpperCase()} · {person.id}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
