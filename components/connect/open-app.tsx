"use client";

import { useEffect, useState } from "react";
import { type ClientAppId, clientApp } from "@/server/rules/install-guides";

type Texts = Record<"opening" | "again" | "copy" | "copied" | "missing", string>;

/** Only real web addresses are handed to an app: the fragment is anybody's to write. */
function subscriptionUrl(): string | null {
  try {
    const url = new URL(decodeURIComponent(window.location.hash.slice(1)));
    return url.protocol === "https:" || url.protocol === "http:" ? url.toString() : null;
  } catch {
    return null;
  }
}

export function OpenApp({ app, texts }: { app: ClientAppId; texts: Texts }) {
  const [url, setUrl] = useState<string | null>();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    const found = subscriptionUrl();
    setUrl(found);
    if (found) window.location.href = clientApp(app).deepLink(found);
  }, [app]);

  const { name, deepLink } = clientApp(app);
  if (url === undefined) return <main className="min-h-dvh" />;
  return (
    <main className="mx-auto flex min-h-dvh max-w-sm flex-col items-center justify-center gap-6 p-6 text-center">
      <h1 className="text-xl font-semibold">{name}</h1>
      {url === null ? (
        <p role="alert" className="text-muted-foreground">
          {texts.missing}
        </p>
      ) : (
        <>
          <p className="text-muted-foreground">{texts.opening}</p>
          <a
            className="w-full rounded-lg bg-primary px-4 py-3 font-medium text-primary-foreground"
            href={deepLink(url)}
          >
            {texts.again}
          </a>
          <button
            type="button"
            className="w-full rounded-lg border px-4 py-3 font-medium"
            onClick={() => {
              void navigator.clipboard.writeText(url).then(() => setCopied(true));
            }}
          >
            {copied ? texts.copied : texts.copy}
          </button>
        </>
      )}
    </main>
  );
}
