"use client";

import { Loader2Icon, ShieldCheckIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { toast } from "sonner";
import { useAction } from "@/components/hooks/use-action";
import { useTRPC } from "@/components/lib/trpc";
import { Button } from "@/components/ui/button";

/** Walks the log along its chain and says whether it is whole. */
export function CheckLog() {
  const t = useTranslations("audit.chain");
  const trpc = useTRPC();
  const check = useAction(trpc.admin.audit.verify.mutationOptions(), {
    onDone: ({ checked, broken }) => {
      if (!broken) {
        toast.success(t("holds", { count: checked }));
        return;
      }
      const place = "seq" in broken ? broken.seq : broken.position;
      toast.error(t("broken", { what: t(`kinds.${broken.kind}`, { place: String(place) }) }), {
        duration: Number.POSITIVE_INFINITY,
      });
    },
  });
  return (
    <Button variant="outline" size="sm" disabled={check.isPending} onClick={() => check.mutate()}>
      {check.isPending ? <Loader2Icon className="animate-spin" /> : <ShieldCheckIcon />}
      {t("check")}
    </Button>
  );
}
