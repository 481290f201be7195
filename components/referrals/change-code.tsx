"use client";

import { PencilIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { type Action, ActionDialog } from "@/components/forms/action-dialog";
import { useAction } from "@/components/hooks/use-action";
import { May } from "@/components/layout/may";
import { useTRPC } from "@/components/lib/trpc";
import { Button } from "@/components/ui/button";

/** Gives a person another code, one they can say aloud for example. */
export function ChangeCode({ customerId, code }: { customerId: string; code: string }) {
  const t = useTranslations("referrals.changeCode");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const [action, setAction] = useState<Action | null>(null);
  const change = useAction(trpc.admin.referrals.changeCode.mutationOptions(), {
    done: common("saved"),
  });
  const ask = () =>
    setAction({
      title: t("title"),
      consequence: t("consequence", { code }),
      confirm: t("confirm"),
      fields: [
        {
          name: "code",
          label: t("code"),
          help: t("help"),
          type: "text",
          initial: code,
          required: true,
          max: 32,
        },
      ],
      run: (values) => change.mutateAsync({ customerId, code: values.code ?? "" }),
    });
  return (
    <May needs="referrals.write">
      <Button
        size="icon-sm"
        variant="ghost"
        aria-label={t("title")}
        title={t("title")}
        onClick={ask}
      >
        <PencilIcon className="size-3.5" />
      </Button>
      <ActionDialog action={action} onClose={() => setAction(null)} />
    </May>
  );
}
