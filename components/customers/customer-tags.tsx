"use client";

import { TagIcon, XIcon } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useAction } from "@/components/hooks/use-action";
import { useUndo } from "@/components/hooks/use-undo";
import { useMay } from "@/components/layout/may";
import { href } from "@/components/lib/href";
import { useTRPC } from "@/components/lib/trpc";
import { Badge } from "@/components/ui/badge";
import { TagPicker } from "./tag-picker";

type Props = { customerId: string; tags: string[] };

/** The team's own words for a person: each leads to everybody who has it. */
export function CustomerTags({ customerId, tags }: Props) {
  const t = useTranslations("customers.tags");
  const trpc = useTRPC();
  const undo = useUndo();
  const mayWrite = useMay()("customers.write");
  const change = useAction(trpc.admin.customers.changeTags.mutationOptions());
  const add = (tag: string) => change.mutate({ customerId, add: [tag] });
  const remove = async (tag: string) => {
    try {
      await change.mutateAsync({ customerId, remove: [tag] });
    } catch {
      return; // The action has said why.
    }
    undo(t("removed", { tag }), () => change.mutateAsync({ customerId, add: [tag] }));
  };
  if (tags.length === 0 && !mayWrite) return null;
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      {tags.map((tag) => (
        <Badge key={tag} variant="outline" className="gap-1 pr-1">
          <Link href={href(`/admin/customers?tag=${encodeURIComponent(tag)}`)}>{tag}</Link>
          {mayWrite && (
            <button
              type="button"
              aria-label={t("remove", { tag })}
              className="rounded-full p-0.5 hover:bg-muted"
              onClick={() => void remove(tag)}
            >
              <XIcon className="size-3" />
            </button>
          )}
        </Badge>
      ))}
      {mayWrite && (
        <TagPicker without={tags} onPick={add}>
          <TagIcon />
          {t("add")}
        </TagPicker>
      )}
    </div>
  );
}
