"use client";

import { BookmarkPlusIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { type Action, ActionDialog } from "@/components/forms/action-dialog";
import { Button } from "@/components/ui/button";
import { useViewActions } from "./use-view-actions";
import { type ListViews, useViews } from "./use-views";

/** Keeps a list as it is filtered; there when it is filtered in a way that no view is. */
export function SaveView(props: ListViews) {
  const t = useTranslations("layout.views");
  const { active, setViewId } = useViews(props);
  const { saveAs } = useViewActions(props.list);
  const [action, setAction] = useState<Action | null>(null);
  return (
    <>
      {props.query !== "" && !active && (
        <Button
          variant="ghost"
          size="sm"
          onClick={() => setAction(saveAs(props.query, (viewId) => void setViewId(viewId)))}
        >
          <BookmarkPlusIcon />
          {t("save")}
        </Button>
      )}
      <ActionDialog action={action} onClose={() => setAction(null)} />
    </>
  );
}
