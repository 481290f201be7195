"use client";

import { useQuery } from "@tanstack/react-query";
import { PlusIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { useTRPC } from "@/components/lib/trpc";
import { Button } from "@/components/ui/button";
import {
  Command,
  CommandEmpty,
  CommandGroup,
  CommandInput,
  CommandItem,
  CommandList,
} from "@/components/ui/command";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { tagName } from "@/server/domains/customers/schemas";

type Props = {
  /** Already there, so not offered. */
  without: readonly string[];
  onPick: (tag: string) => void;
  /** Only tags that somebody has. */
  known?: boolean;
  variant?: "ghost" | "outline";
  children: ReactNode;
};

/** Tags in use to choose from, or a new one as it is typed. */
export function TagPicker({ without, onPick, known = false, variant = "ghost", children }: Props) {
  const t = useTranslations("customers.tags");
  const trpc = useTRPC();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const inUse = useQuery({ ...trpc.admin.customers.tags.queryOptions(), enabled: open });
  const offered = (inUse.data ?? []).filter(({ tag }) => !without.includes(tag));
  const typed = tagName.safeParse(text);
  const isNew =
    !known &&
    typed.success &&
    !without.includes(typed.data) &&
    !offered.some(({ tag }) => tag === typed.data);
  const pick = (tag: string) => {
    onPick(tag);
    setText("");
    setOpen(false);
  };
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button
          variant={variant}
          size={variant === "ghost" ? "xs" : "sm"}
          className={variant === "ghost" ? "text-muted-foreground" : "font-normal"}
        >
          {children}
        </Button>
      </PopoverTrigger>
      <PopoverContent align="start" className="w-64 p-0">
        <Command>
          <CommandInput
            value={text}
            onValueChange={setText}
            placeholder={t("search")}
            aria-label={t("search")}
            maxLength={40}
          />
          <CommandList>
            {!isNew && <CommandEmpty>{t("none")}</CommandEmpty>}
            <CommandGroup>
              {offered.map(({ tag, people }) => (
                <CommandItem key={tag} value={tag} onSelect={() => pick(tag)}>
                  <span className="min-w-0 flex-1 truncate">{tag}</span>
                  <span className="text-xs text-muted-foreground">{t("people", { people })}</span>
                </CommandItem>
              ))}
              {isNew && (
                <CommandItem value={typed.data} onSelect={() => pick(typed.data)}>
                  <PlusIcon />
                  {t("create", { tag: typed.data })}
                </CommandItem>
              )}
            </CommandGroup>
          </CommandList>
        </Command>
      </PopoverContent>
    </Popover>
  );
}
