import type { ReactNode } from "react";
import { Logo } from "@/components/layout/logo";

type Props = { title: string; subtitle: string; note?: string; children: ReactNode };

/** The frame of every page on the way in: one card in the middle of a calm screen. */
export function AuthCard({ title, subtitle, note, children }: Props) {
  return (
    <main className="relative flex min-h-dvh items-center justify-center overflow-hidden p-4">
      <div
        aria-hidden
        className="absolute inset-0 -z-10 bg-[radial-gradient(60rem_30rem_at_50%_-10%,color-mix(in_oklch,var(--primary)_16%,transparent),transparent)]"
      />
      <div className="w-full max-w-sm">
        <div className="mb-6 flex flex-col items-center gap-3 text-center">
          <Logo className="size-10 text-primary" />
          <div>
            <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
            <p className="mt-1 text-[13px] text-muted-foreground">{subtitle}</p>
          </div>
        </div>
        <div className="rounded-xl border bg-card p-5 shadow-xs">{children}</div>
        {note && <p className="mt-4 text-center text-xs text-muted-foreground">{note}</p>}
      </div>
    </main>
  );
}
