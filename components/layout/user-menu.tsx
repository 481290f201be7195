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
import { useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import { useState } from "react";
import { signOut } from "@/components/auth/session";
import { type Action, ActionDialog } from "@/components/forms/action-dialog";
import { href } from "@/components/lib/href";
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
import { LOCALES } from "@/db/enums";
import { LANGUAGE_NAMES } from "./locale";
import { useChangePassword } from "./use-change-password";
import { useOwnLocale } from "./use-own-locale";

const THEMES = { light: SunIcon, dark: MoonIcon, system: MonitorIcon } as const;

/** Who one is, how one wants to see it, and the way out. */
export function UserMenu({ admin }: { admin: { name: string; email: string } }) {
  const t = useTranslations("layout");
  const router = useRouter();
  const { theme, setTheme } = useTheme();
  const { locale, chooseLocale } = useOwnLocale();
  const changePassword = useChangePassword();
  const [action, setAction] = useState<Action | null>(null);

  const leave = async () => {
    await signOut();
    router.replace("/sign-in");
    router.refresh();
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
            {changePassword.title}
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
