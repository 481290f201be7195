"use client";

import { type Answer, EmailCode, type EmailCodeTexts } from "./email-code";

export type EmailSignInTexts = EmailCodeTexts & Record<"title" | "about", string>;

/** The browser's door, for whoever does not come from Telegram. Loaded only when it is needed. */
export function EmailSignIn({ texts }: { texts: EmailSignInTexts }) {
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
          const query = new URLSearchParams(location.search);
          const invitation = { ref: query.get("ref") ?? "", campaign: query.get("c") ?? "" };
          const problem = await post("/api/miniapp/email-session", { email, code, ...invitation });
          // Everything on the page is somebody's now: also what layouts keep.
          if (!problem) location.replace(location.pathname);
          return problem;
        }}
      />
    </main>
  );
}

async function post(path: string, body: Record<string, string>): Answer {
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
