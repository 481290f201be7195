"use client";

import {
  BanIcon,
  EyeIcon,
  LanguagesIcon,
  MessageSquareIcon,
  MoreHorizontalIcon,
  UndoIcon,
  WalletIcon,
} from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { creditAction } from "@/components/customers/credit-action";
import { useViewAs } from "@/components/customers/use-view-as";
import { type Action, ActionDialog } from "@/components/forms/action-dialog";
import { useAction } from "@/components/hooks/use-action";
import { useUndo } from "@/components/hooks/use-undo";
import { LANGUAGE_NAMES } from "@/components/layout/locale";
import { useMay } from "@/components/layout/may";
import type { Outputs } from "@/components/lib/outputs";
import { useTRPC } from "@/components/lib/trpc";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { LOCALES, type Locale } from "@/db/enums";
import { personName } from "@/server/rules/person-name";
import { VIEW_PERMISSIONS } from "@/server/rules/view-as";

type Props = { customer: Outputs["customers"]["get"]["customer"] };

/** What can be done about a person, each with its consequence written out. */
export function CustomerActions({ customer }: Props) {
  const t = useTranslations("customers.do");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const may = useMay();
  const viewAs = useViewAs();
  const [action, setAction] = useState<Action | null>(null);
  const message = useAction(trpc.admin.customers.message.mutationOptions(), {
    done: t("message.done"),
  });
  const suspend = useAction(trpc.admin.customers.suspend.mutationOptions());
  const undoable = useUndo();
  const locale = useAction(trpc.admin.customers.setLocale.mutationOptions(), {
    done: common("saved"),
  });
  const credit = useAction(trpc.admin.customers.adjustCredit.mutationOptions(), {
    done: common("saved"),
  });
  const customerId = customer.id;
  const name = personName(customer) || customer.id;
  const suspended = customer.suspendedAt !== null;
  const viewable = !suspended && !customer.erasedAt && VIEW_PERMISSIONS.every(may);

  const write: Action = {
    title: t("message.title"),
    consequence: t(`message.${reachOf(customer)}`, { email: customer.email ?? "" }),
    confirm: t("message.confirm"),
    fields: [
      { name: "message", label: t("message.text"), type: "textarea", required: true, max: 3500 },
    ],
    run: (values) => message.mutateAsync({ customerId, message: values.message ?? "" }),
  };
  const toggle: Action = {
    title: t(suspended ? "restore.title" : "suspend.title", { name }),
    consequence: t(suspended ? "restore.consequence" : "suspend.consequence"),
    confirm: t(suspended ? "restore.confirm" : "suspend.confirm"),
    destructive: !suspended,
    fields: [
      {
        name: "reason",
        label: common("reason"),
        help: common("reasonHelp"),
        type: "text",
        max: 500,
      },
    ],
    run: async (values) => {
      const reason = values.reason ?? "";
      await suspend.mutateAsync({ customerId, suspended: !suspended, reason });
      undoable(t(suspended ? "restore.done" : "suspend.done", { name }), () =>
        suspend.mutateAsync({ customerId, suspended, reason }),
      );
    },
  };
  const speak: Action = {
    title: t("locale.title"),
    consequence: t("locale.consequence"),
    confirm: common("save"),
    fields: [
      {
        name: "locale",
        label: t("locale.label"),
        type: "select",
        initial: customer.locale,
        options: LOCALES.map((value) => ({ value, label: LANGUAGE_NAMES[value] })),
      },
    ],
    run: (values) => locale.mutateAsync({ customerId, locale: values.locale as Locale }),
  };

  return (
    <>
      {may("customers.message") && (
        <Button variant="outline" size="sm" onClick={() => setAction(write)}>
          <MessageSquareIcon />
          {t("message.title")}
        </Button>
      )}
      {viewable && (
        <Button variant="outline" size="sm" onClick={() => void viewAs(customerId)}>
          <EyeIcon />
          {t("viewAs")}
        </Button>
      )}
      {(may("credit.write") || may("customers.write")) && (
        <DropdownMenu>
          <DropdownMenuTrigger asChild>
            <Button variant="outline" size="icon-sm" aria-label={common("actions")}>
              <MoreHorizontalIcon />
            </Button>
          </DropdownMenuTrigger>
          <DropdownMenuContent align="end">
            {may("credit.write") && (
              <DropdownMenuItem
                onSelect={() =>
                  setAction(
                    creditAction(t, name, "RUB", (adjustment) =>
                      credit.mutateAsync({ customerId, ...adjustment }),
                    ),
                  )
                }
              >
                <WalletIcon />
                {t("credit.title")}
              </DropdownMenuItem>
            )}
            {may("customers.write") && (
              <>
                <DropdownMenuItem onSelect={() => setAction(speak)}>
                  <LanguagesIcon />
                  {t("locale.title")}
                </DropdownMenuItem>
                <DropdownMenuItem
                  variant={suspended ? "default" : "destructive"}
                  onSelect={() => setAction(toggle)}
                >
                  {suspended ? <UndoIcon /> : <BanIcon />}
                  {t(suspended ? "restore.menu" : "suspend.menu")}
                </DropdownMenuItem>
              </>
            )}
          </DropdownMenuContent>
        </DropdownMenu>
      )}
      <ActionDialog action={action} onClose={() => setAction(null)} />
    </>
  );
}

/** How a message reaches a person; the rule of the channels in words. */
function reachOf(customer: Props["customer"]) {
  if (customer.telegramId !== null && !customer.botBlockedAt) return "consequence";
  if (customer.email) return "letter";
  return customer.telegramId === null ? "nowhere" : "blocked";
}
