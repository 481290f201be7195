import { ChevronRightIcon } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "@/components/lib/utils";

export function Breadcrumb({ className, ...props }: ComponentProps<"nav">) {
  return <nav className={cn("min-w-0", className)} {...props} />;
}

export function BreadcrumbList({ className, ...props }: ComponentProps<"ol">) {
  return (
    <ol
      className={cn("flex min-w-0 items-center gap-1.5 text-[13px] text-muted-foreground", className)}
      {...props}
    />
  );
}

export function BreadcrumbItem({ className, ...props }: ComponentProps<"li">) {
  return <li className={cn("inline-flex min-w-0 items-center truncate", className)} {...props} />;
}

export function BreadcrumbSeparator() {
  return (
    <li role="presentation" aria-hidden>
      <ChevronRightIcon className="size-3.5 opacity-60" />
    </li>
  );
}
