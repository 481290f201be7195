"use client";

import type { ReactNode } from "react";
import { LANGUAGE_NAMES, rememberLocale } from "@/components/layout/locale";
import { LOCALES, type Locale } from "@/db/enums";
import { type Answer, EmailCode, type EmailCodeTexts } from "./email-code";

export type EmailSignInTexts = EmailCodeTexts &
  Record<"title" | "about" | "languages" | "openBot", string> & {
    /** The shop's bot, for whoever has Telegram after all; empty when there is none. */
    bot: string;
    /** The language these words are in. */
    locale: Locale;
  };

/** Nobody is invited to the partners' area. */
const NO_INVITATION = { ref: "", campaign: "" };

/**
 * The browser's door, for whoever does not come from Telegram. The cabinet's is loaded in the browser, when it is
 * needed; the partners' is drawn on the server, too.
 */
export function EmailSignIn({
  texts,
  area = "cabinet",
  otherWay,
}: {
  texts: EmailSignInTexts;
  area?: "cabinet" | "partner";
  /** Offered below the form. */
  otherWay?: ReactNode;
}) {
  const { ref, campaign } = area === "cabinet" ? invitationHere() : NO_INVITATION;
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-5 px-4 py-10">
      <div className="flex flex-col gap-1 px-4 text-center">
        <h1 className="text-[22px] font-semibold tracking-tight">{texts.title}</h1>
        <p className="text-[15px] text-tg-hint">{texts.about}</p>
      </div>
      <EmailCode
        texts={texts}
        ask={(email) => post("/api/miniapp/email-code", { email })}
        confirm={async (email, code) => {
          const told = { email, code, ref, campaign, area };
          const problem = await post("/api/miniapp/email-session", told);
          // Everything on the page is somebody's now: also what layouts keep.
          if (!problem) location.replace(location.pathname);
          return problem;
        }}
      />
      {otherWay}
      {texts.bot && (
        <a
          href={`https://t.me/${texts.bot}${ref && `?start=refw_${ref}${campaign && `-${campaign}`}`}`}
          className="flex min-h-12 items-center justify-center rounded-xl px-4 font-medium text-tg-accent"
        >
          {texts.openBot}
        </a>
      )}
      <fieldset className="flex justify-center gap-2">
        <legend className="sr-only">{texts.languages}</legend>
        {LOCALES.map((locale) => (
          <button
            key={locale}
            type="button"
            lang={locale}
            aria-pressed={locale === texts.locale}
            className="min-h-11 rounded-lg px-3 text-[15px] text-tg-hint aria-pressed:font-semibold aria-pressed:text-tg-text"
            onClick={() => {
              rememberLocale(locale);
              location.reload();
            }}
          >
            {LANGUAGE_NAMES[locale]}
          </button>
        ))}
      </fieldset>
    </main>
  );
}

function invitationHere(): { ref: string; campaign: string } {
  const query = new URLSearchParams(location.search);
  const plain = (name: string) => (query.get(name) ?? "").replaceAll(/[^\w-]/g, "");
  return { ref: plain("ref"), campaign: plain("c") };
}

/** Sends what one of the sign-in's forms says, in the page's language; null when it was taken. */
export async function post(path: string, body: Record<string, string>): Answer {
  const response = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...body, locale: document.documentElement.lang }),
  });
  if (response.ok) return null;
  const { error = "", details = {} } = (await response.json()) as {
    error?: string;
    details?: Record<string, number>;
  };
  return { code: error, details };
}
