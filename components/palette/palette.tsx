"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import {
  ActivityIcon,
  BanknoteIcon,
  CreditCardIcon,
  HandshakeIcon,
  PackageIcon,
  ReceiptIcon,
  TicketPercentIcon,
  UserCogIcon,
  UserIcon,
} from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import {
  customerHref,
  href,
  orderHref,
  partnerHref,
  paymentHref,
  promoCodeHref,
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
import type { Permission } from "@/server/rules/permissions";
import { ranked } from "./rank";
import { type Hit, recentHits, rememberHit } from "./recent";
import { type Entry, useEntries } from "./use-entries";

const HITS = {
  customer: { icon: UserIcon, to: customerHref },
  order: { icon: ReceiptIcon, to: orderHref },
  payment: { icon: CreditCardIcon, to: paymentHref },
  subscription: { icon: ActivityIcon, to: subscriptionHref },
  partner: { icon: HandshakeIcon, to: partnerHref },
  payout: { icon: BanknoteIcon, to: (id: string) => href(`/admin/payouts?q=${id}`) },
  promoCode: { icon: TicketPercentIcon, to: promoCodeHref },
  plan: { icon: PackageIcon, to: (id: string) => href(`/admin/catalog/${id}`) },
  operator: { icon: UserCogIcon, to: () => href("/admin/team") },
} as const satisfies Record<Hit["kind"], unknown>;

const TYPING_PAUSE_MS = 120;
/** Of each group while something is typed. */
const MOST = 7;

/** What is typed and what is found for it. It asks nothing before it is shown: the page below reads first. */
export function Palette({
  permissions,
  onDone,
}: {
  permissions: readonly Permission[];
  onDone: () => void;
}) {
  const t = useTranslations("layout");
  const router = useRouter();
  const trpc = useTRPC();
  const [text, setText] = useState("");
  const [asked, setAsked] = useState("");
  const [chosen, setChosen] = useState("");
  const q = text.trim();
  useEffect(() => {
    const timer = setTimeout(() => setAsked(q), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [q]);
  const found = useQuery({
    // What was typed past is not waited for.
    ...trpc.admin.customers.search.queryOptions({ q: asked }, { trpc: { abortOnUnmount: true } }),
    enabled: asked.length >= 2 && permissions.includes("customers.read"),
    placeholderData: keepPreviousData,
  });
  const groups = useEntries();

  const openHit = (hit: Hit) => {
    onDone();
    rememberHit(hit);
    router.push(HITS[hit.kind].to(hit.id));
  };
  const perform = ({ run }: Entry) => {
    onDone();
    run();
  };
  const hits = q.length >= 2 ? (found.data ?? []) : recentHits();
  const shown = groups
    .map(({ group, entries }) => ({
      group,
      entries: q ? ranked(entries, q).slice(0, MOST) : entries.filter(({ always }) => always),
    }))
    .filter(({ entries }) => entries.length > 0);
  const waiting = q.length >= 2 && (found.isFetching || asked !== q);
  // What was chosen may have left the list while one types: Enter then means the first entry.
  const values = [
    ...hits.map(({ id }) => id),
    ...shown.flatMap((one) => one.entries.map((e) => e.id)),
  ];
  const value = values.includes(chosen) ? chosen : (values[0] ?? "");

  return (
    <Command shouldFilter={false} value={value} onValueChange={setChosen} label={t("search.open")}>
      <CommandInput value={text} onValueChange={setText} placeholder={t("search.hint")} />
      <CommandList aria-busy={waiting}>
        {found.isError && q.length >= 2 && (
          <p role="alert" className="px-3 py-2 text-[13px] text-destructive">
            {t("search.failed")}
          </p>
        )}
        {!waiting && <CommandEmpty>{t("search.nothing", { q })}</CommandEmpty>}
        {hits.length > 0 && (
          <CommandGroup heading={t(q.length >= 2 ? "search.found" : "search.recent")}>
            {hits.map((hit) => {
              const { icon: Icon } = HITS[hit.kind];
              return (
                <CommandItem key={hit.id} value={hit.id} onSelect={() => openHit(hit)}>
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
        {shown.map(({ group, entries }) => (
          <CommandGroup
            key={group}
            heading={t(group === "actions" ? "search.actions.title" : `search.${group}`)}
          >
            {entries.map((entry) => (
              <CommandItem key={entry.id} value={entry.id} onSelect={() => perform(entry)}>
                <entry.icon />
                <span className="truncate">{entry.name}</span>
                {entry.detail && (
                  <span className="ml-auto truncate text-xs text-muted-foreground">
                    {entry.detail}
                  </span>
                )}
              </CommandItem>
            ))}
          </CommandGroup>
        ))}
      </CommandList>
    </Command>
  );
}
