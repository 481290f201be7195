"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { href } from "@/components/lib/href";
import {
  Breadcrumb,
  BreadcrumbItem,
  BreadcrumbList,
  BreadcrumbSeparator,
} from "@/components/ui/breadcrumb";
import { activeItem } from "./nav";

/** Pages that no section holds, with the message of their name. */
const APART: Record<string, string> = { "/admin/account": "accountPage" };

/** Section and, on a page inside of one, its name or the thing's id in short. */
export function Breadcrumbs() {
  const t = useTranslations("layout");
  const pathname = usePathname();
  const item = activeItem(pathname);
  const apart = APART[pathname];
  if (!item) {
    return apart ? (
      <Breadcrumb aria-label={t("breadcrumbs")}>
        <BreadcrumbList>
          <BreadcrumbItem>
            <span className="font-medium text-foreground">{t(apart)}</span>
          </BreadcrumbItem>
        </BreadcrumbList>
      </Breadcrumb>
    ) : null;
  }
  const rest = pathname.slice(item.href.length + 1);
  return (
    <Breadcrumb aria-label={t("breadcrumbs")}>
      <BreadcrumbList>
        <BreadcrumbItem>
          {rest ? (
            <Link href={href(item.href)} className="hover:text-foreground">
              {t(`nav.${item.key}`)}
            </Link>
          ) : (
            <span className="font-medium text-foreground">{t(`nav.${item.key}`)}</span>
          )}
        </BreadcrumbItem>
        {rest && (
          <>
            <BreadcrumbSeparator />
            <BreadcrumbItem>
              {t.has(`inner.${rest}`) ? (
                <span className="truncate text-foreground">{t(`inner.${rest}`)}</span>
              ) : (
                <span className="truncate font-mono text-xs text-foreground" title={rest}>
                  {`…${rest.slice(-8)}`}
                </span>
              )}
            </BreadcrumbItem>
          </>
        )}
      </BreadcrumbList>
    </Breadcrumb>
  );
}
