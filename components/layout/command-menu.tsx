"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ActivityIcon, CreditCardIcon, ReceiptIcon, UserIcon } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useDeferredValue, useEffect, useState } from "react";
import {
  customerHref,
  href,
  orderHref,
  paymentHref,
  subscriptionHref,
} from "@/components/lib/href";
import { useTRPC } from "@/components/lib/trpc";
import {
  Command,
  CommandEmpty,
  CommandGroup,
  CommandInput,
  CommandItem,
  CommandList,
} from "@/components/ui/command";
import { Dialog, DialogContent, DialogDescription, DialogTitle } from "@/components/ui/dialog";
import type { Permission } from "@/server/rules/permissions";
import { NAV } from "./nav";

const HITS = {
  customer: { icon: UserIcon, to: customerHref },
  order: { icon: ReceiptIcon, to: orderHref },
  payment: { icon: CreditCardIcon, to: paymentHref },
  subscription: { icon: ActivityIcon, to: subscriptionHref },
} as const;

type Props = {
  permissions: readonly Permission[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** ⌘K: any page, customer, order or subscription in two keystrokes. */
export function CommandMenu({ permissions, open, onOpenChange }: Props) {
  const t = useTranslations("layout");
  const router = useRouter();
  const trpc = useTRPC();
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState("");
  const q = useDeferredValue(text.trim());
  const found = useQuery({
    ...trpc.admin.customers.search.queryOptions({ q }),
    enabled: open && q.length >= 2 && permissions.includes("customers.read"),
    placeholderData: keepPreviousData,
  });

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      onOpenChange(!open);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [open, onOpenChange]);

  const go = (path: string) => {
    onOpenChange(false);
    setText("");
    router.push(href(path));
  };
  const pages = NAV.flatMap(({ items }) => items)
    .filter(({ permission }) => permissions.includes(permission))
    .map((item) => ({ ...item, name: t(`nav.${item.key}`) }))
    .filter(({ name }) => name.toLowerCase().includes(q.toLowerCase()));
  const hits = q.length >= 2 ? (found.data ?? []) : [];
  // What was chosen may have left the list while one types: Enter then means the first entry.
  const values = [...hits.map(({ id }) => id), ...pages.map((page) => page.href)];
  const value = values.includes(chosen) ? chosen : (values[0] ?? "");

  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent
        closeLabel={t("close")}
        className="top-[20%] translate-y-0 gap-0 overflow-hidden p-0 [&>button]:hidden"
      >
        <DialogTitle className="sr-only">{t("search.open")}</DialogTitle>
        <DialogDescription className="sr-only">{t("search.hint")}</DialogDescription>
        <Command shouldFilter={false} value={value} onValueChange={setChosen}>
          <CommandInput value={text} onValueChange={setText} placeholder={t("search.hint")} />
          <CommandList>
            {!found.isFetching && <CommandEmpty>{t("search.nothing", { q })}</CommandEmpty>}
            {hits.length > 0 && (
              <CommandGroup heading={t("search.found")}>
                {hits.map((hit) => {
                  const { icon: Icon, to } = HITS[hit.kind];
                  return (
                    <CommandItem key={hit.id} value={hit.id} onSelect={() => go(to(hit.id))}>
                      <Icon />
                      <span className="truncate">{hit.title}</span>
                      <span className="ml-auto truncate text-xs text-muted-foreground">
                        {hit.detail}
                      </span>
                    </CommandItem>
                  );
                })}
              </CommandGroup>
            )}
            {pages.length > 0 && (
              <CommandGroup heading={t("search.pages")}>
                {pages.map(({ href: path, icon: Icon, name }) => (
                  <CommandItem key={path} value={path} onSelect={() => go(path)}>
                    <Icon />
                    {name}
                  </CommandItem>
                ))}
              </CommandGroup>
            )}
          </CommandList>
        </Command>
      </DialogContent>
    </Dialog>
  );
}
