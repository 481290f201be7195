"use client";

import { SearchIcon, XIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";

type Props = {
  q?: { value: string; onChange: (value: string) => void; placeholder: string };
  children?: ReactNode;
  /** Present when something is filtered. */
  onReset?: () => void;
};

/** Search and filters over a list. */
export function Toolbar({ q, children, onReset }: Props) {
  const t = useTranslations("common");
  return (
    <div className="flex flex-wrap items-center gap-2 border-b p-2.5">
      {q && <SearchBox {...q} />}
      {children}
      {onReset && (
        <Button variant="ghost" size="sm" onClick={onReset}>
          <XIcon />
          {t("reset")}
        </Button>
      )}
    </div>
  );
}

const TYPING_PAUSE_MS = 250;

function SearchBox({ value, onChange, placeholder }: NonNullable<Props["q"]>) {
  const [text, setText] = useState(value);
  const change = useRef(onChange);
  change.current = onChange;

  // The address may change from outside: back button, reset.
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => change.current(text), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, value]);
  return (
    <div className="relative w-full sm:w-72">
      <SearchIcon className="pointer-events-none absolute left-2.5 top-1/2 size-3.5 -translate-y-1/2 text-muted-foreground" />
      <Input
        type="search"
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder={placeholder}
        aria-label={placeholder}
        className="h-8 pl-8 [&::-webkit-search-cancel-button]:hidden"
      />
    </div>
  );
}
