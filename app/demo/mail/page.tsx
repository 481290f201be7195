import Link from "next/link";
import { getFormatter, getTranslations } from "next-intl/server";
import { DemoBanner } from "@/components/layout/demo-banner";
import { href } from "@/components/lib/href";
import { world } from "../world";

/** The letters that the shop has sent, newest first. */
export default async function DemoMailPage() {
  const { mail } = world();
  const [t, format] = await Promise.all([getTranslations("demo"), getFormatter()]);
  const letters = mail?.letters() ?? [];
  return (
    <>
      <DemoBanner />
      <main className="mx-auto flex w-full max-w-3xl flex-col gap-4 px-4 py-6 sm:px-6 sm:py-8">
        <header className="flex flex-wrap items-end justify-between gap-3">
          <div>
            <h1 className="text-lg font-semibold tracking-tight">{t("mail.title")}</h1>
            <p className="text-[13px] text-muted-foreground">
              {t(mail ? "mail.about" : "mail.off")}
            </p>
          </div>
          <Link
            href={href("/demo/mail")}
            prefetch={false}
            className="rounded-lg border px-3 py-2 text-sm font-medium hover:bg-accent"
          >
            {t("mail.refresh")}
          </Link>
        </header>
        {letters.length === 0 && (
          <p className="rounded-xl border bg-card p-6 text-sm text-muted-foreground">
            {t("mail.none")}
          </p>
        )}
        {letters.map((letter) => (
          <article
            key={`${letter.at.getTime()}-${letter.subject}-${letter.to.join()}`}
            className="rounded-xl border bg-card p-4"
          >
            <h2 className="text-sm font-semibold break-words">{letter.subject}</h2>
            <p className="mt-0.5 flex flex-wrap gap-x-3 text-[13px] text-muted-foreground">
              <span className="break-all">{t("mail.to", { to: letter.to.join(", ") })}</span>
              <time dateTime={letter.at.toISOString()}>
                {format.dateTime(letter.at, { dateStyle: "medium", timeStyle: "short" })}
              </time>
            </p>
            <p className="mt-3 text-sm break-words whitespace-pre-wrap">{letter.text}</p>
          </article>
        ))}
      </main>
    </>
  );
}
