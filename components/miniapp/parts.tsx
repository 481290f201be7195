import type { ReactNode } from "react";
import type { SubscriptionStatus } from "@/db/enums";
import { ChevronIcon } from "./icons";
import { Link } from "./link";

/* Building blocks of the Mini App; all render on the server and cost no script. */

export const Screen = ({
  title,
  wide = false,
  children,
}: {
  title: string;
  /** As wide as a computer's screen lets it be. */
  wide?: boolean;
  children: ReactNode;
}) => (
  <main
    className={`mx-auto flex flex-col gap-3 px-4 pt-4 pb-24 ${wide ? "max-w-6xl" : "max-w-lg"}`}
  >
    <h1 className="px-1 text-[22px] font-semibold tracking-tight">{title}</h1>
    {children}
  </main>
);

export const Section = ({
  id,
  title,
  children,
}: {
  /** What a link to this part of the screen names. */
  id?: string;
  title?: string;
  children: ReactNode;
}) => (
  <section id={id} className="flex scroll-mt-4 flex-col gap-1.5">
    {title && <h2 className="px-4 pt-2 text-[13px] text-tg-hint uppercase">{title}</h2>}
    <div className="overflow-hidden rounded-2xl bg-tg-section">{children}</div>
  </section>
);

/** A row of facts: name on the left, value on the right. */
export const Fact = ({ name, value }: { name: ReactNode; value: ReactNode }) => (
  <div className="flex min-h-12 items-center justify-between gap-4 px-4 py-2 not-last:border-b not-last:border-tg-line">
    <span className="text-tg-hint">{name}</span>
    <span className="min-w-0 text-right break-words tabular-nums">{value}</span>
  </div>
);

export const RowLink = ({
  href,
  title,
  detail,
  aside,
}: {
  href: string;
  title: ReactNode;
  detail?: ReactNode;
  aside?: ReactNode;
}) => (
  <Link
    href={href}
    className="flex min-h-14 items-center gap-3 px-4 py-2.5 not-last:border-b not-last:border-tg-line active:bg-tg-pressed"
  >
    <span className="min-w-0 flex-1">
      <span className="block truncate font-medium">{title}</span>
      {detail && <span className="block text-[13px] text-tg-hint">{detail}</span>}
    </span>
    {aside && <span className="shrink-0 font-medium tabular-nums">{aside}</span>}
    <span className="shrink-0 text-tg-hint">
      <ChevronIcon />
    </span>
  </Link>
);

export const MainLink = ({ href, children }: { href: string; children: ReactNode }) => (
  <Link
    href={href}
    className="flex min-h-12 items-center justify-center rounded-xl bg-tg-button px-4 font-semibold text-tg-button-text active:opacity-80"
  >
    {children}
  </Link>
);

export const QuietLink = ({ href, children }: { href: string; children: ReactNode }) => (
  <Link
    href={href}
    className="flex min-h-12 items-center justify-center rounded-xl bg-tg-section px-4 font-medium text-tg-accent active:bg-tg-pressed"
  >
    {children}
  </Link>
);

export const Empty = ({
  title,
  text,
  children,
}: {
  title: string;
  text: string;
  children?: ReactNode;
}) => (
  <div className="flex flex-col items-center gap-3 rounded-2xl bg-tg-section px-6 py-10 text-center">
    <p className="text-[17px] font-semibold">{title}</p>
    <p className="text-[15px] text-tg-hint">{text}</p>
    {children && <div className="mt-2 flex w-full flex-col gap-2">{children}</div>}
  </div>
);

/** Unknown is said, never shown as nothing. */
export const Note = ({ children }: { children: ReactNode }) => (
  <p role="note" className="px-4 text-[13px] text-tg-hint">
    {children}
  </p>
);

const STATUS_COLOURS: Record<SubscriptionStatus, string> = {
  pending: "bg-sky-500/15 text-sky-700 dark:text-sky-300",
  trial: "bg-violet-500/15 text-violet-700 dark:text-violet-300",
  active: "bg-emerald-500/15 text-emerald-700 dark:text-emerald-300",
  limited: "bg-amber-500/20 text-amber-800 dark:text-amber-300",
  expired: "bg-zinc-500/15 text-zinc-600 dark:text-zinc-300",
  disabled: "bg-red-500/15 text-red-700 dark:text-red-300",
  cancelled: "bg-zinc-500/15 text-zinc-600 dark:text-zinc-300",
};

/** A word and a colour, never the colour alone. */
export const StatusBadge = ({ status, label }: { status: SubscriptionStatus; label: string }) => (
  <span
    className={`inline-flex shrink-0 items-center rounded-full px-2.5 py-0.5 text-[12px] font-medium ${STATUS_COLOURS[status]}`}
  >
    {label}
  </span>
);

/** `share` 0-1, or null for unknown and for unlimited traffic. */
export const Meter = ({ share, label }: { share: number | null; label: string }) => (
  <>
    <meter className="sr-only" min={0} max={1} value={share ?? 0} aria-label={label} />
    <div aria-hidden="true" className="h-1.5 overflow-hidden rounded-full bg-tg-line">
      <div
        className={`h-full rounded-full ${share !== null && share > 0.9 ? "bg-amber-500" : "bg-tg-accent"}`}
        style={{ width: `${Math.min(100, Math.max(0, (share ?? 0) * 100))}%` }}
      />
    </div>
  </>
);
