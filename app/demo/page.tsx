import {
  ArrowRightIcon,
  LayoutDashboardIcon,
  MailIcon,
  MessageCircleIcon,
  SmartphoneIcon,
} from "lucide-react";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { ControlCentre } from "@/components/demo/control-centre";
import { DemoBanner } from "@/components/layout/demo-banner";
import { Logo } from "@/components/layout/logo";
import { href } from "@/components/lib/href";
import { world } from "./world";

const DOORS = [
  { key: "chat", path: "/demo/chat", icon: MessageCircleIcon },
  { key: "admin", path: "/admin", icon: LayoutDashboardIcon },
  { key: "miniapp", path: "/miniapp", icon: SmartphoneIcon },
  { key: "mail", path: "/demo/mail", icon: MailIcon },
];

/** Where the outside world is switched on, off and to its bad days. */
export default async function DemoPage() {
  const { panel, telegram, gateway } = world();
  const t = await getTranslations("demo");
  return (
    <>
      <DemoBanner />
      <main className="mx-auto flex w-full max-w-5xl flex-col gap-6 px-4 py-6 sm:px-6 sm:py-8">
        <header className="flex items-center gap-3">
          <Logo className="size-9 shrink-0 text-primary" />
          <div>
            <h1 className="text-lg font-semibold tracking-tight">{t("title")}</h1>
            <p className="text-[13px] text-muted-foreground">{t("about")}</p>
          </div>
        </header>
        <nav className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
          {DOORS.map(({ key, path, icon: Icon }) => (
            <Link
              key={key}
              href={href(path)}
              className="group flex items-center gap-3 rounded-xl border bg-card p-4 outline-none transition-colors hover:border-primary/40 hover:bg-accent focus-visible:ring-[3px] focus-visible:ring-ring/40"
            >
              <span className="flex size-9 shrink-0 items-center justify-center rounded-lg bg-primary/10">
                <Icon className="size-4.5 text-primary" aria-hidden />
              </span>
              <span className="min-w-0 flex-1">
                <span className="block text-sm font-medium">{t(`doors.${key}`)}</span>
                <span className="block text-[13px] text-muted-foreground">
                  {t(`doors.${key}Hint`)}
                </span>
              </span>
              <ArrowRightIcon className="size-4 text-muted-foreground" aria-hidden />
            </Link>
          ))}
        </nav>
        <ControlCentre running={{ panel: !!panel, telegram: !!telegram, gateway: !!gateway }} />
        <section className="rounded-xl border bg-card p-4 sm:p-5">
          <h2 className="text-sm font-semibold">{t("hints.title")}</h2>
          <ol className="mt-2 list-decimal space-y-1.5 pl-5 text-[13px] text-muted-foreground">
            {["buy", "outage", "late", "customer"].map((key) => (
              <li key={key}>{t(`hints.${key}`)}</li>
            ))}
          </ol>
        </section>
      </main>
    </>
  );
}
