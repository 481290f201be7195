"use client";

import { MenuIcon, PanelLeftIcon, SearchIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { RunningNow } from "@/components/bulk/running-now";
import { Keyboard } from "@/components/keyboard/keyboard";
import { cn } from "@/components/lib/utils";
import { Button } from "@/components/ui/button";
import { Sheet, SheetContent, SheetDescription, SheetTitle } from "@/components/ui/sheet";
import type { Permission } from "@/server/rules/permissions";
import { AlertsBell } from "./alerts-bell";
import { Breadcrumbs } from "./breadcrumbs";
import { CommandMenu } from "./command-menu";
import { SIDEBAR_COOKIE } from "./cookies";
import { May } from "./may";
import { Sidebar } from "./sidebar";
import { UserMenu } from "./user-menu";

type Props = {
  admin: { name: string; email: string; permissions: readonly Permission[] };
  collapsed: boolean;
  demo: boolean;
  children: ReactNode;
};

/** The frame of every page of the dashboard. */
export function AdminShell({ admin, collapsed: initially, demo, children }: Props) {
  const t = useTranslations("layout");
  const [collapsed, setCollapsed] = useState(initially);
  const [menuOpen, setMenuOpen] = useState(false);
  const [searching, setSearching] = useState(false);

  const toggle = () => {
    setCollapsed(!collapsed);
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not everywhere yet
    document.cookie = `${SIDEBAR_COOKIE}=${collapsed ? "open" : "closed"}; path=/admin; max-age=31536000; samesite=lax`;
  };

  return (
    <div className="flex min-h-dvh flex-col">
      {demo && (
        <div className="flex items-center justify-center gap-2 border-b border-warning/30 bg-warning/10 px-4 py-1 text-center text-xs text-warning">
          <strong className="font-semibold">{t("demo.word")}</strong>
          <span className="hidden sm:inline">{t("demo.text")}</span>
          <a href="/demo" className="font-medium underline underline-offset-2">
            {t("demo.link")}
          </a>
        </div>
      )}
      <div className="flex flex-1">
        <aside
          className={cn(
            "sticky top-0 hidden h-dvh shrink-0 border-r border-sidebar-border bg-sidebar md:block",
            collapsed ? "w-14" : "w-56",
          )}
        >
          <Sidebar permissions={admin.permissions} collapsed={collapsed} />
        </aside>
        <Sheet open={menuOpen} onOpenChange={setMenuOpen}>
          <SheetContent side="left" closeLabel={t("close")} className="bg-sidebar">
            <SheetTitle className="sr-only">{t("mainMenu")}</SheetTitle>
            <SheetDescription className="sr-only">{t("mainMenu")}</SheetDescription>
            <Sidebar permissions={admin.permissions} onNavigate={() => setMenuOpen(false)} />
          </SheetContent>
        </Sheet>
        <div className="flex min-w-0 flex-1 flex-col">
          <header className="sticky top-0 z-30 flex h-12 items-center gap-2 border-b bg-background/85 px-3 backdrop-blur md:px-5">
            <Button
              variant="ghost"
              size="icon-sm"
              className="md:hidden"
              aria-label={t("mainMenu")}
              onClick={() => setMenuOpen(true)}
            >
              <MenuIcon />
            </Button>
            <Button
              variant="ghost"
              size="icon-sm"
              className="-ml-1.5 hidden text-muted-foreground md:inline-flex"
              aria-label={t("toggleSidebar")}
              aria-expanded={!collapsed}
              onClick={toggle}
            >
              <PanelLeftIcon />
            </Button>
            <Breadcrumbs />
            <div className="ml-auto flex items-center gap-1">
              <button
                type="button"
                onClick={() => setSearching(true)}
                className="hidden h-8 w-52 items-center gap-2 rounded-md border border-input bg-card px-2.5 text-[13px] text-muted-foreground shadow-xs outline-none hover:bg-accent focus-visible:ring-[3px] focus-visible:ring-ring/40 lg:flex"
              >
                <SearchIcon className="size-3.5" />
                <span className="flex-1 text-left">{t("search.open")}</span>
                <kbd className="rounded border bg-muted px-1 font-sans text-[11px]">⌘K</kbd>
              </button>
              <Button
                variant="ghost"
                size="icon-sm"
                className="lg:hidden"
                aria-label={t("search.open")}
                onClick={() => setSearching(true)}
              >
                <SearchIcon />
              </Button>
              <May needs="customers.read">
                <RunningNow />
              </May>
              <May needs="overview.read">
                <AlertsBell />
              </May>
              <UserMenu admin={admin} />
            </div>
          </header>
          <main className="mx-auto flex w-full max-w-[1400px] flex-1 flex-col gap-5 p-4 md:p-6">
            {children}
          </main>
        </div>
      </div>
      <Keyboard />
      <CommandMenu permissions={admin.permissions} open={searching} onOpenChange={setSearching} />
    </div>
  );
}
