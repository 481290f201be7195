import type { ComponentProps } from "react";
import { cn } from "@/components/lib/utils";

/** Initials on a quiet ground: nobody's picture is fetched from anywhere. */
export function Avatar({ name, className, ...props }: ComponentProps<"span"> & { name: string }) {
  const initials = name
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => [...word][0]?.toUpperCase() ?? "")
    .join("");
  return (
    <span
      aria-hidden
      className={cn(
        "inline-flex size-7 shrink-0 select-none items-center justify-center rounded-full bg-muted text-[11px] font-semibold text-muted-foreground",
        className,
      )}
      {...props}
    >
      {initials || "·"}
    </span>
  );
}
