"use client";

import { useLocale } from "next-intl";

/** A country by its name in the reader's language. The server's and the browser's own names may differ by a word. */
export function Country({ code }: { code: string }) {
  const name = new Intl.DisplayNames(useLocale(), { type: "region" }).of(code) ?? code;
  return <span suppressHydrationWarning>{name}</span>;
}
