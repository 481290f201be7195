"use client";

import { ListFilterIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import type { StatusKind } from "@/components/layout/status-badge";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";

type Props<T extends string> = {
  label: string;
  kind: StatusKind;
  all: readonly T[];
  value: readonly T[];
  onChange: (value: T[]) => void;
};

/** Any of several statuses; none chosen means all. */
export function StatusFilter<T extends string>({ label, kind, all, value, onChange }: Props<T>) {
  const t = useTranslations("common.status");
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="outline" size="sm" className="font-normal">
          <ListFilterIcon className="opacity-60" />
          <span className="text-muted-foreground">{label}</span>
          {value.length > 0 && (
            <span className="max-w-40 truncate">
              {value.map((status) => t(`${kind}.${status}` as string)).join(", ")}
            </span>
          )}
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start">
        {all.map((status) => (
          <DropdownMenuCheckboxItem
            key={status}
            checked={value.includes(status)}
            onSelect={(event) => event.preventDefault()}
            onCheckedChange={(on) =>
              onChange(on ? [...value, status] : value.filter((other) => other !== status))
            }
          >
            {t(`${kind}.${status}` as string)}
          </DropdownMenuCheckboxItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
