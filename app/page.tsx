import {
  ArrowRightIcon,
  LayoutDashboardIcon,
  MessageCircleIcon,
  SmartphoneIcon,
} from "lucide-react";
import Link from "next/link";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Logo } from "@/components/layout/logo";
import { ThemeProvider } from "@/components/layout/theme-provider";
import { href } from "@/components/lib/href";
import { env } from "@/server/core/env";
import { pageNonce } from "@/server/core/nonce";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** The front door, for whoever opens the bare address. `?ref=CODE` is an invitation. */
export default async function LandingPage({ searchParams }: Props) {
  const { ref, c } = await searchParams;
  if (typeof ref === "string" && ref) {
    const campaign = typeof c === "string" && c ? `&c=${encodeURIComponent(c)}` : "";
    redirect(href(`/r/${encodeURIComponent(ref)}?web=1${campaign}`));
  }
  const t = await getTranslations("layout.landing");
  const { DEMO } = env();
  const doors = [
    ...(DEMO ? [{ key: "demo", path: "/demo", icon: MessageCircleIcon }] : []),
    { key: "admin", path: "/admin", icon: LayoutDashboardIcon },
    { key: "miniapp", path: "/miniapp", icon: SmartphoneIcon },
  ];
  return (
    <ThemeProvider nonce={await pageNonce()}>
      <main className="flex min-h-dvh flex-col items-center justify-center gap-8 p-5">
        <div className="flex flex-col items-center gap-3 text-center">
          <Logo className="size-11 text-primary" />
          <h1 className="text-2xl font-semibold tracking-tight">Rezeis</h1>
          <p className="max-w-md text-sm text-muted-foreground">
            {t(DEMO ? "aboutDemo" : "about")}
          </p>
        </div>
        <nav className="flex w-full max-w-md flex-col gap-2">
          {doors.map(({ key, path, icon: Icon }) => (
            <Link
              key={key}
              href={href(path)}
              className="group flex items-center gap-3 rounded-xl border bg-card p-4 outline-none transition-colors hover:border-primary/40 hover:bg-accent focus-visible:ring-[3px] focus-visible:ring-ring/40"
            >
              <span className="flex size-9 shrink-0 items-center justify-center rounded-lg bg-primary/10">
                <Icon className="size-4.5 text-primary" aria-hidden />
              </span>
              <span className="min-w-0 flex-1">
                <span className="block text-sm font-medium">{t(`${key}.title`)}</span>
                <span className="block text-[13px] text-muted-foreground">{t(`${key}.hint`)}</span>
              </span>
              <ArrowRightIcon
                className="size-4 text-muted-foreground transition-transform group-hover:translate-x-0.5"
                aria-hidden
              />
            </Link>
          ))}
        </nav>
      </main>
    </ThemeProvider>
  );
}
