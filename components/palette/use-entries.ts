"use client";

import { useQuery } from "@tanstack/react-query";
import {
  BookmarkIcon,
  DownloadIcon,
  LanguagesIcon,
  LogOutIcon,
  type LucideIcon,
  MoonIcon,
  PlusIcon,
  SettingsIcon,
  ShieldCheckIcon,
  SunIcon,
} from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import { signOut } from "@/components/auth/session";
import { LANGUAGE_NAMES } from "@/components/layout/locale";
import { useMay } from "@/components/layout/may";
import { NAV } from "@/components/layout/nav";
import { useOwnLocale } from "@/components/layout/use-own-locale";
import { href } from "@/components/lib/href";
import { useTRPC } from "@/components/lib/trpc";
import { LOCALES, type Locale } from "@/db/enums";
import { viewPath } from "@/server/rules/lists";
import type { Permission } from "@/server/rules/permissions";
import { forgetRecent } from "./recent";
import { useOtherWords } from "./use-other-words";

export type Entry = {
  id: string;
  name: string;
  detail?: string;
  /** What it is called in the other language. */
  also?: string | undefined;
  icon: LucideIcon;
  run: () => void;
  /** Shown before anything is typed. */
  always?: boolean;
};

const EXPORTS: Record<string, Permission> = {
  customers: "customers.read",
  subscriptions: "subscriptions.read",
  orders: "orders.read",
  payments: "orders.read",
  promocodes: "promocodes.read",
  partners: "partners.read",
};

const THEMES = [
  { id: "light", icon: SunIcon },
  { id: "dark", icon: MoonIcon },
] as const;

const NEW: { key: string; path: string; permission: Permission }[] = [
  { key: "newPlan", path: "/admin/catalog/new", permission: "catalog.write" },
  { key: "newAddon", path: "/admin/catalog/addons/new", permission: "catalog.write" },
  { key: "newPromoCode", path: "/admin/promocodes/new", permission: "promocodes.write" },
  { key: "newRole", path: "/admin/team/roles/new", permission: "roles.write" },
];

/** Whatever the palette offers that needs no asking: pages, views, actions and settings, as far as one may. */
export function useEntries(): { group: string; entries: Entry[] }[] {
  const t = useTranslations("layout");
  const words = useTranslations("settings");
  const router = useRouter();
  const may = useMay();
  const trpc = useTRPC();
  const { setTheme } = useTheme();
  const { locale, chooseLocale } = useOwnLocale();
  const other = useOtherWords(locale as Locale);
  const views = useQuery(trpc.admin.views.list.queryOptions());
  const settings = useQuery({
    ...trpc.admin.settings.groups.queryOptions(),
    enabled: may("settings.read"),
    staleTime: 60_000,
  });
  const go = (path: string) => () => router.push(href(path));
  const leave = async () => {
    await signOut();
    forgetRecent();
    router.replace("/sign-in");
    router.refresh();
  };

  const pages: Entry[] = NAV.flatMap(({ items }) => items)
    .filter(({ permission }) => may(permission))
    .map(({ href: path, key, icon }) => ({
      id: `page ${path}`,
      name: t(`nav.${key}`),
      also: other("layout", `nav.${key}`),
      icon,
      run: go(path),
      always: true,
    }));
  const kept: Entry[] = (views.data ?? []).map((view) => ({
    id: `view ${view.id}`,
    name: view.name,
    detail: t(`nav.${view.list === "rewards" ? "referrals" : view.list}`),
    icon: BookmarkIcon,
    run: go(viewPath(view)),
  }));
  const actions: Entry[] = [
    ...NEW.filter(({ permission }) => may(permission)).map(({ key, path }) => ({
      id: key,
      name: t(`search.actions.${key}`),
      also: other("layout", `search.actions.${key}`),
      icon: PlusIcon,
      run: go(path),
    })),
    ...Object.entries(EXPORTS)
      .filter(([, permission]) => may(permission))
      .map(([report]) => ({
        id: `export ${report}`,
        name: t("search.actions.export", { list: t(`nav.${report}`) }),
        also: other("layout", "search.actions.export")?.replace(
          "{list}",
          other("layout", `nav.${report}`) ?? "",
        ),
        icon: DownloadIcon,
        run: () => window.location.assign(`/api/exports/${report}?format=xlsx`),
      })),
    ...THEMES.map(({ id, icon }) => ({
      id,
      name: t(`search.actions.${id}`),
      also: other("layout", `search.actions.${id}`),
      icon,
      run: () => setTheme(id),
    })),
    ...LOCALES.filter((one) => one !== locale).map((one) => ({
      id: `language ${one}`,
      name: t("search.actions.language", { language: LANGUAGE_NAMES[one] }),
      icon: LanguagesIcon,
      run: () => chooseLocale(one),
    })),
    {
      id: "account",
      name: t("accountPage"),
      also: other("layout", "accountPage"),
      icon: ShieldCheckIcon,
      run: go("/admin/account"),
    },
    {
      id: "signOut",
      name: t("signOut"),
      also: other("layout", "signOut"),
      icon: LogOutIcon,
      run: () => void leave(),
    },
  ];
  const fields: Entry[] = (settings.data ?? []).flatMap(({ id, fields: all }) => {
    const key = `groups.${id.replaceAll(".", "_")}`;
    const title = words.has(`${key}.title`) ? words(`${key}.title`) : id;
    const run = go(`/admin/settings?group=${id}`);
    return [
      {
        id: `group ${id}`,
        name: title,
        also: other("settings", `${key}.title`),
        icon: SettingsIcon,
        run,
      },
      ...all
        .filter(({ name }) => words.has(`${key}.fields.${name}.label`))
        .map(({ name }) => ({
          id: `field ${id} ${name}`,
          name: words(`${key}.fields.${name}.label`),
          also: other("settings", `${key}.fields.${name}.label`),
          detail: title,
          icon: SettingsIcon,
          run,
        })),
    ];
  });
  return [
    { group: "pages", entries: pages },
    { group: "views", entries: kept },
    { group: "actions", entries: actions },
    { group: "settings", entries: fields },
  ];
}
