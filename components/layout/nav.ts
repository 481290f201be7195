import {
  ActivityIcon,
  BanknoteIcon,
  ClipboardListIcon,
  CreditCardIcon,
  GiftIcon,
  HandshakeIcon,
  LayoutDashboardIcon,
  ListChecksIcon,
  type LucideIcon,
  NetworkIcon,
  PackageIcon,
  ReceiptIcon,
  ScrollTextIcon,
  ServerIcon,
  SettingsIcon,
  TicketPercentIcon,
  UserCogIcon,
  UsersIcon,
} from "lucide-react";
import type { Permission } from "@/server/rules/permissions";

export type NavItem = { href: string; key: string; icon: LucideIcon; permission: Permission };

/** The sidebar, ⌘K and the breadcrumbs come from here; `key` is the name's message. */
export const NAV: { key: string; items: NavItem[] }[] = [
  {
    key: "business",
    items: [
      { href: "/admin", key: "overview", icon: LayoutDashboardIcon, permission: "overview.read" },
      { href: "/admin/customers", key: "customers", icon: UsersIcon, permission: "customers.read" },
      {
        href: "/admin/subscriptions",
        key: "subscriptions",
        icon: ActivityIcon,
        permission: "subscriptions.read",
      },
      { href: "/admin/orders", key: "orders", icon: ReceiptIcon, permission: "orders.read" },
      { href: "/admin/payments", key: "payments", icon: CreditCardIcon, permission: "orders.read" },
      {
        href: "/admin/payments/events",
        key: "events",
        icon: ClipboardListIcon,
        permission: "orders.read",
      },
      {
        href: "/admin/promocodes",
        key: "promocodes",
        icon: TicketPercentIcon,
        permission: "promocodes.read",
      },
      { href: "/admin/referrals", key: "referrals", icon: GiftIcon, permission: "referrals.read" },
      {
        href: "/admin/partners",
        key: "partners",
        icon: HandshakeIcon,
        permission: "partners.read",
      },
      {
        href: "/admin/payouts",
        key: "payouts",
        icon: BanknoteIcon,
        permission: "partners.read",
      },
      { href: "/admin/catalog", key: "catalog", icon: PackageIcon, permission: "catalog.read" },
    ],
  },
  {
    key: "infrastructure",
    items: [
      {
        href: "/admin/remnawave",
        key: "remnawave",
        icon: NetworkIcon,
        permission: "remnawave.read",
      },
      { href: "/admin/nodes", key: "nodes", icon: ServerIcon, permission: "remnawave.read" },
    ],
  },
  {
    key: "system",
    items: [
      { href: "/admin/bulk", key: "bulk", icon: ListChecksIcon, permission: "customers.read" },
      { href: "/admin/settings", key: "settings", icon: SettingsIcon, permission: "settings.read" },
      { href: "/admin/team", key: "team", icon: UserCogIcon, permission: "team.read" },
      { href: "/admin/audit", key: "audit", icon: ScrollTextIcon, permission: "audit.read" },
    ],
  },
];

/** The entry a path belongs to: the longest one that begins it. */
export function activeItem(pathname: string): NavItem | undefined {
  return NAV.flatMap((group) => group.items)
    .filter(({ href }) =>
      href === "/admin" ? pathname === href : pathname === href || pathname.startsWith(`${href}/`),
    )
    .sort((a, b) => b.href.length - a.href.length)[0];
}

/** Where somebody who may not see the overview begins: the first page that is theirs. */
export const homeOf = (permissions: readonly Permission[]): string | undefined =>
  NAV.flatMap((group) => group.items).find(({ permission }) => permissions.includes(permission))
    ?.href;
