"use client";

import { PinIcon, UsersIcon } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { type Action, ActionDialog } from "@/components/forms/action-dialog";
import { href } from "@/components/lib/href";
import { cn } from "@/components/lib/utils";
import { Button } from "@/components/ui/button";
import { listPath, viewPath } from "@/server/rules/lists";
import { useViewActions } from "./use-view-actions";
import { type ListViews, useViews } from "./use-views";
import { ViewMenu } from "./view-menu";

/** The views of a list, to choose from; there once there is one. */
export function ViewsBar(props: ListViews) {
  const t = useTranslations("layout.views");
  const { list, query, valid } = props;
  const { views, active, setViewId } = useViews(props);
  const actions = useViewActions(list);
  const [action, setAction] = useState<Action | null>(null);
  if (views.length === 0) return null;
  const changed = active !== undefined && valid(active.query) !== query;
  const stale = active !== undefined && valid(active.query) !== active.query;
  const hasDefault = views.some(({ isDefault }) => isDefault);
  return (
    <div className="border-b">
      <nav aria-label={t("label")} className="flex items-center gap-1 overflow-x-auto p-1.5">
        <Chip to={listPath(list, hasDefault ? "view=all" : "")} active={!active && query === ""}>
          {t("all")}
        </Chip>
        {views.map((view) => (
          <Chip key={view.id} to={viewPath(view)} active={view === active}>
            {view.isDefault && <PinIcon aria-label={t("isDefault")} className="size-3 shrink-0" />}
            <span className="max-w-48 truncate">{view.name}</span>
            {view.shared && (
              <UsersIcon
                aria-label={view.own ? t("sharedByYou") : t("sharedBy", { name: view.ownerName })}
                className="size-3 shrink-0 opacity-60"
              />
            )}
          </Chip>
        ))}
        {active && (
          <ViewMenu
            view={active}
            own={views.filter(({ own }) => own)}
            actions={actions}
            onEdit={() => setAction(actions.edit(active))}
          />
        )}
      </nav>
      {active && (changed || stale) && (
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1 border-t bg-muted/40 px-3 py-1.5 text-xs text-muted-foreground">
          <span role="status" className="mr-auto py-1">
            {changed ? t("unsaved") : t("stale")}
          </span>
          {changed && (
            <Button variant="ghost" size="sm" asChild>
              <Link href={href(viewPath(active))}>{t("discard")}</Link>
            </Button>
          )}
          {active.mayChange && (
            <Button variant="outline" size="sm" onClick={() => actions.update(active.id, query)}>
              {t("update")}
            </Button>
          )}
          <Button
            variant="outline"
            size="sm"
            onClick={() => setAction(actions.saveAs(query, (id) => void setViewId(id)))}
          >
            {t("saveAs")}
          </Button>
        </div>
      )}
      <ActionDialog action={action} onClose={() => setAction(null)} />
    </div>
  );
}

function Chip({ to, active, children }: { to: string; active: boolean; children: ReactNode }) {
  return (
    <Link
      href={href(to)}
      prefetch={false}
      scroll={false}
      aria-current={active ? "page" : undefined}
      className={cn(
        "flex h-7 shrink-0 items-center gap-1.5 rounded-md px-2.5 text-[13px] text-muted-foreground outline-none transition-colors hover:bg-accent hover:text-foreground focus-visible:ring-[3px] focus-visible:ring-ring/40",
        active && "bg-accent font-medium text-foreground",
      )}
    >
      {children}
    </Link>
  );
}
