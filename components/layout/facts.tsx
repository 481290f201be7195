import type { ReactNode } from "react";
import { cn } from "@/components/lib/utils";
import { HelpHint, type HelpTerm } from "./help-hint";

/** Names and values, one a line: the body of a detail card. */
export function Facts({ children, className }: { children: ReactNode; className?: string }) {
  return <dl className={cn("flex flex-col divide-y text-[13px]", className)}>{children}</dl>;
}

type FactProps = { name: string; help?: HelpTerm; children: ReactNode };

export function Fact({ name, help, children }: FactProps) {
  return (
    <div className="flex min-h-9 items-center justify-between gap-4 py-1.5">
      <dt className="shrink-0 text-muted-foreground">
        {name}
        {help && <HelpHint term={help} />}
      </dt>
      <dd className="min-w-0 text-right break-words">{children}</dd>
    </div>
  );
}
