"use client";

import {
  KeyRoundIcon,
  LogOutIcon,
  MonitorIcon,
  MoonIcon,
  ShieldCheckIcon,
  SunIcon,
} from "lucide-react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import { useState } from "react";
import { signOut } from "@/components/auth/session";
import { type Action, ActionDialog } from "@/components/forms/action-dialog";
import { useAction } from "@/components/hooks/use-action";
import { href } from "@/components/lib/href";
import { useTRPC } from "@/components/lib/trpc";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { LOCALES, type Locale } from "@/db/enums";
import { LANGUAGE_NAMES, rememberLocale } from "./locale";

const THEMES = { light: SunIcon, dark: MoonIcon, system: MonitorIcon } as const;

/** Who one is, how one wants to see it, and the way out. */
export function UserMenu({ admin }: { admin: { name: string; email: string } }) {
  const t = useTranslations("layout");
  const router = useRouter();
  const trpc = useTRPC();
  const { theme, setTheme } = useTheme();
  const locale = useLocale();
  const [action, setAction] = useState<Action | null>(null);
  const saveLocale = useAction(trpc.admin.team.setOwnLocale.mutationOptions());
  const savePassword = useAction(trpc.admin.team.changeOwnPassword.mutationOptions(), {
    done: t("password.done"),
  });

  const leave = async () => {
    await signOut();
    router.replace("/sign-in");
    router.refresh();
  };
  const chooseLocale = (value: string) => {
    rememberLocale(value as Locale);
    saveLocale.mutate({ locale: value as Locale });
    router.refresh();
  };
  const changePassword: Action = {
    title: t("password.title"),
    consequence: t("password.consequence"),
    confirm: t("password.confirm"),
    fields: [
      { name: "current", label: t("password.current"), type: "password", required: true },
      {
        name: "next",
        label: t("password.next"),
        help: t("password.rule"),
        type: "password",
        required: true,
      },
    ],
    run: ({ current = "", next = "" }) => savePassword.mutateAsync({ current, next }),
  };

  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="ghost" size="icon-sm" aria-label={t("account")}>
            <Avatar name={admin.name} className="size-6 text-[10px]" />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end" className="w-56">
          <DropdownMenuLabel className="font-normal">
            <p className="truncate text-[13px] font-medium text-foreground">{admin.name}</p>
            <p className="truncate">{admin.email}</p>
          </DropdownMenuLabel>
          <DropdownMenuSeparator />
          <DropdownMenuLabel>{t("theme.label")}</DropdownMenuLabel>
          <DropdownMenuRadioGroup value={theme} onValueChange={setTheme}>
            {Object.entries(THEMES).map(([value, Icon]) => (
              <DropdownMenuRadioItem key={value} value={value}>
                <Icon />
                {t(`theme.${value}`)}
              </DropdownMenuRadioItem>
            ))}
          </DropdownMenuRadioGroup>
          <DropdownMenuSeparator />
          <DropdownMenuLabel>{t("language")}</DropdownMenuLabel>
          <DropdownMenuRadioGroup value={locale} onValueChange={chooseLocale}>
            {LOCALES.map((value) => (
              <DropdownMenuRadioItem key={value} value={value}>
                {LANGUAGE_NAMES[value]}
              </DropdownMenuRadioItem>
            ))}
          </DropdownMenuRadioGroup>
          <DropdownMenuSeparator />
          <DropdownMenuItem onSelect={() => router.push(href("/admin/account"))}>
            <ShieldCheckIcon />
            {t("accountPage")}
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={() => setAction(changePassword)}>
            <KeyRoundIcon />
            {t("password.title")}
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={() => void leave()}>
            <LogOutIcon />
            {t("signOut")}
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <ActionDialog action={action} onClose={() => setAction(null)} />
    </>
  );
}
