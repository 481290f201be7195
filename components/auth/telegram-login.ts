/**
 * Telegram's own page where people confirm who they are: what its Login Widget opens, without its script. It
 * leads back to `returnTo` (this page by default) with a signed answer behind the #.
 */
export function telegramLoginUrl(botId: string, returnTo?: string): string {
  const { origin, pathname, search } = window.location;
  const query = new URLSearchParams({
    bot_id: botId,
    origin,
    request_access: "write",
    return_to: returnTo ?? `${origin}${pathname}${search}`,
  });
  return `https://oauth.telegram.org/auth?${query}`;
}

/** The signed answer of the Login Widget as Telegram put it behind the #; null when there is none. */
export function loginWidgetData(hash: string): string | null {
  const encoded = new URLSearchParams(hash.slice(1)).get("tgAuthResult");
  if (!encoded) return null;
  try {
    const bytes = atob(encoded.replaceAll("-", "+").replaceAll("_", "/").replaceAll(" ", "+"));
    return new TextDecoder().decode(Uint8Array.from(bytes, (letter) => letter.charCodeAt(0)));
  } catch {
    return null;
  }
}

/** What proves a Telegram account to the sign-in, if this page was opened with such a thing. */
export function telegramProof(hash: string): Record<string, string> | null {
  const widget = loginWidgetData(hash);
  if (widget) return { widget };
  const initData = new URLSearchParams(hash.slice(1)).get("tgWebAppData");
  return initData ? { initData } : null;
}
