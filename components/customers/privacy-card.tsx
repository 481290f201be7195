"use client";

import { DownloadIcon, UserXIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "sonner";
import { type Action, ActionDialog } from "@/components/forms/action-dialog";
import { useAction } from "@/components/hooks/use-action";
import { useMay } from "@/components/layout/may";
import { RelativeTime } from "@/components/layout/relative-time";
import { downloadText } from "@/components/lib/download";
import { useTRPC } from "@/components/lib/trpc";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";

type Props = {
  customerId: string;
  /** Typed to confirm: what the page calls the person. */
  name: string;
  erasedAt: Date | null;
  running: number;
};

/** What a person may ask for: all that is kept of them, and to be forgotten. */
export function PrivacyCard({ customerId, name, erasedAt, running }: Props) {
  const t = useTranslations("customers.privacy");
  const trpc = useTRPC();
  const may = useMay();
  const [action, setAction] = useState<Action | null>(null);
  const take = useAction(trpc.admin.customers.exportPerson.mutationOptions(), {
    done: t("exported"),
    onDone: ({ filename, json }) => downloadText(filename, json),
  });
  const erase = useAction(trpc.admin.customers.erase.mutationOptions(), { done: t("erased") });
  if (!may("customers.export") && !may("customers.erase")) return null;

  const forget: Action = {
    title: t("eraseTitle", { name }),
    consequence: [t("consequence"), running > 0 ? t("ends", { count: running }) : ""].join(" "),
    confirm: t("erase"),
    destructive: true,
    fields: [{ name: "name", label: t("typeName", { name }), type: "text", required: true }],
    run: async (values) => {
      if (values.name?.trim() !== name.trim()) {
        toast.error(t("otherName"));
        throw new Error("another name");
      }
      await erase.mutateAsync({ customerId, endSubscriptions: running > 0 });
    },
  };
  return (
    <Card>
      <CardHeader>
        <div>
          <CardTitle>{t("title")}</CardTitle>
          <CardDescription>
            {erasedAt ? (
              <>
                {t("wasErased")} <RelativeTime value={erasedAt} />
              </>
            ) : (
              t("about")
            )}
          </CardDescription>
        </div>
      </CardHeader>
      <CardContent className="flex flex-wrap gap-2">
        {may("customers.export") && (
          <Button
            variant="outline"
            size="sm"
            disabled={take.isPending}
            onClick={() => take.mutate({ customerId })}
          >
            <DownloadIcon />
            {t("export")}
          </Button>
        )}
        {may("customers.erase") && !erasedAt && (
          <Button variant="outline" size="sm" onClick={() => setAction(forget)}>
            <UserXIcon />
            {t("eraseMore")}
          </Button>
        )}
      </CardContent>
      <ActionDialog action={action} onClose={() => setAction(null)} />
    </Card>
  );
}
