"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { href } from "@/components/lib/href";
import { cn } from "@/components/lib/utils";
import { Tooltip, TooltipContent, TooltipTrigger } from "@/components/ui/tooltip";
import type { Permission } from "@/server/rules/permissions";
import { Logo } from "./logo";
import { activeItem, NAV, type NavItem } from "./nav";

type Props = { permissions: readonly Permission[]; collapsed?: boolean; onNavigate?: () => void };

/** Where one can go, as far as one's role may. */
export function Sidebar({ permissions, collapsed = false, onNavigate }: Props) {
  const t = useTranslations("layout");
  const active = activeItem(usePathname());
  return (
    <nav aria-label={t("mainMenu")} className="flex h-full flex-col gap-4 overflow-y-auto p-3">
      <Link
        href={href("/admin")}
        onClick={onNavigate}
        className="flex h-8 items-center gap-2.5 rounded-md px-2 outline-none focus-visible:ring-[3px] focus-visible:ring-ring/40"
      >
        <Logo className="size-5 shrink-0 text-primary" />
        {!collapsed && <span className="text-[15px] font-semibold tracking-tight">Rezeis</span>}
      </Link>
      {NAV.map((group) => {
        const items = group.items.filter(({ permission }) => permissions.includes(permission));
        if (items.length === 0) return null;
        return (
          <div key={group.key} className="flex flex-col gap-0.5">
            {collapsed ? (
              <div className="mx-2 mb-1 border-t" />
            ) : (
              <p className="px-2 pb-1 text-[11px] font-medium text-muted-foreground">
                {t(`groups.${group.key}`)}
              </p>
            )}
            {items.map((item) => (
              <Entry
                key={item.href}
                item={item}
                active={item === active}
                collapsed={collapsed}
                onNavigate={onNavigate}
              />
            ))}
          </div>
        );
      })}
    </nav>
  );
}

type EntryProps = {
  item: NavItem;
  active: boolean;
  collapsed: boolean;
  onNavigate?: () => void;
};

function Entry({ item, active, collapsed, onNavigate }: EntryProps) {
  const t = useTranslations("layout");
  const name = t(`nav.${item.key}`);
  const link = (
    <Link
      href={href(item.href)}
      onClick={onNavigate}
      aria-current={active ? "page" : undefined}
      aria-label={collapsed ? name : undefined}
      className={cn(
        "flex h-8 items-center gap-2.5 rounded-md px-2 text-[13px] font-medium text-sidebar-foreground outline-none transition-colors hover:bg-sidebar-accent hover:text-foreground focus-visible:ring-[3px] focus-visible:ring-ring/40",
        active && "bg-sidebar-accent text-foreground",
        collapsed && "justify-center px-0",
      )}
    >
      <item.icon
        aria-hidden
        className={cn("size-4 shrink-0", active ? "text-primary" : "opacity-70")}
      />
      {!collapsed && <span className="truncate">{name}</span>}
    </Link>
  );
  if (!collapsed) return link;
  return (
    <Tooltip>
      <TooltipTrigger asChild>{link}</TooltipTrigger>
      <TooltipContent side="right">{name}</TooltipContent>
    </Tooltip>
  );
}
