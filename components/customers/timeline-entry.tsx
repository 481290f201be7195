"use client";

import {
  ActivityIcon,
  BanknoteIcon,
  CoinsIcon,
  type LucideIcon,
  MessageSquareIcon,
  ReceiptIcon,
  ServerIcon,
  SmartphoneIcon,
  StickyNoteIcon,
  TicketPercentIcon,
  Undo2Icon,
  UserCogIcon,
  UserPlusIcon,
  UsersIcon,
} from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { RelativeTime } from "@/components/layout/relative-time";
import {
  customerHref,
  orderHref,
  paymentHref,
  promoCodeHref,
  subscriptionHref,
} from "@/components/lib/href";
import type { Outputs } from "@/components/lib/outputs";
import { cn } from "@/components/lib/utils";
import { useTimelineText } from "./timeline-text";

export type TimelineItem = Outputs["customers"]["timeline"]["rows"][number];
type Kind = TimelineItem["kind"];

const ICONS: Record<Kind, [LucideIcon, string]> = {
  account: [UserPlusIcon, "text-primary"],
  order: [ReceiptIcon, "text-success"],
  payment: [BanknoteIcon, "text-success"],
  refund: [Undo2Icon, "text-destructive"],
  credit: [CoinsIcon, "text-success"],
  status: [ActivityIcon, "text-primary"],
  panel: [ServerIcon, "text-muted-foreground"],
  device: [SmartphoneIcon, "text-muted-foreground"],
  message: [MessageSquareIcon, "text-info"],
  note: [StickyNoteIcon, "text-warning"],
  audit: [UserCogIcon, "text-warning"],
  promo: [TicketPercentIcon, "text-primary"],
  referral: [UsersIcon, "text-primary"],
};

const HREFS: Record<string, (id: string) => Route> = {
  customer: customerHref,
  order: orderHref,
  payment: paymentHref,
  subscription: subscriptionHref,
  promo_code: promoCodeHref,
};

/** One thing that happened: what, where it leads to, who did it, and when. */
export function TimelineEntry({ item, customerId }: { item: TimelineItem; customerId: string }) {
  const { title, details, words } = useTimelineText(item);
  const [Icon, colour] = ICONS[item.kind];
  const to = item.subjectId === customerId ? undefined : HREFS[item.subjectType]?.(item.subjectId);
  const who = item.whoName ?? (item.kind === "audit" ? undefined : null);
  return (
    <li className="relative flex gap-3 pb-4 text-[13px] before:absolute before:bottom-0 before:left-3 before:top-6 before:w-px before:bg-border last:before:hidden">
      <span
        aria-hidden
        className="z-10 flex size-6 shrink-0 items-center justify-center rounded-full border bg-card"
      >
        <Icon className={cn("size-3.5", colour)} />
      </span>
      <div className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-3 pt-0.5">
        <div className="min-w-0 flex-1 basis-56">
          {to ? (
            <Link href={to} className="font-medium underline-offset-4 hover:underline">
              {title}
            </Link>
          ) : (
            <span className="font-medium">{title}</span>
          )}
          {details && <span className="text-muted-foreground"> · {details}</span>}
          {words && (
            <p className="mt-1 whitespace-pre-wrap break-words rounded-md border bg-muted/40 px-2.5 py-1.5">
              {words}
            </p>
          )}
        </div>
        <span className="shrink-0 text-xs text-muted-foreground">
          {who && <>{who} · </>}
          <RelativeTime value={item.at} />
        </span>
      </div>
    </li>
  );
}
