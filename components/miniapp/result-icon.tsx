import type { ReactNode } from "react";
import type { ProgressStatus } from "@/server/domains/orders/schemas";

/* Drawn, because emoji look different on every system and are boxes on some. */

const SHAPES: Record<ProgressStatus, ReactNode> = {
  awaiting_payment: <path d="M12 7.500V12l3 2M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16z" />,
  checking: <path d="m20 20-4.500-4.500M10.500 4a6.500 6.500 0 1 1 0 13 6.500 6.500 0 0 1 0-13z" />,
  held: <path d="M9.500 7v10M14.500 7v10" />,
  preparing: <path d="M19 12a7 7 0 1 1-2.100-5M17 3v4h-4" />,
  ready: <path d="m5.500 12.500 4.500 4.500 8.500-10" />,
  expired: <path d="M7 4h10M7 20h10M8 4c0 4 8 6 8 8s-8 4-8 8M16 4c0 4-8 6-8 8s8 4 8 8" />,
  cancelled: <path d="m7 7 10 10M17 7 7 17" />,
  refunded: <path d="m9 6-4 4 4 4M5 10h9a4.500 4.500 0 0 1 0 9h-3" />,
};

const UNDER_WAY = "bg-sky-500/15 text-sky-700 dark:text-sky-300";
const OVER = "bg-zinc-500/15 text-zinc-600 dark:text-zinc-300";
const COLOURS: Record<ProgressStatus, string> = {
  awaiting_payment: UNDER_WAY,
  checking: UNDER_WAY,
  held: "bg-amber-500/20 text-amber-800 dark:text-amber-300",
  preparing: UNDER_WAY,
  ready: "bg-emerald-500/15 text-emerald-700 dark:text-emerald-300",
  expired: OVER,
  cancelled: OVER,
  refunded: "bg-violet-500/15 text-violet-700 dark:text-violet-300",
};

/** The sign of an order's state; the words beside it say the same. */
export const ResultIcon = ({ status, small }: { status: ProgressStatus; small?: boolean }) => (
  <span
    aria-hidden="true"
    className={`grid shrink-0 place-items-center rounded-full ${small ? "size-10 p-2" : "size-16 p-4"} ${COLOURS[status]}`}
  >
    <svg
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      className="size-full"
      aria-hidden="true"
    >
      {SHAPES[status]}
    </svg>
  </span>
);
