/** What a link means to a Telegram client. */
export type LinkMeaning =
  | { kind: "invoice"; slug: string }
  | { kind: "start"; payload: string }
  | { kind: "app"; startParam: string }
  | { kind: "share"; text: string }
  | { kind: "telegram"; url: string }
  | { kind: "web"; url: string };

export function meaningOf(link: string, botUsername: string): LinkMeaning {
  if (!URL.canParse(link)) return { kind: "web", url: link };
  const url = new URL(link);
  if (!["t.me", "telegram.me"].includes(url.hostname)) return { kind: "web", url: link };
  const slug = /^\/(?:\$|invoice\/)([\w-]+)$/.exec(url.pathname)?.[1];
  if (slug) return { kind: "invoice", slug };
  if (url.pathname === "/share/url") {
    const { searchParams: query } = url;
    const text = [query.get("text"), query.get("url")].filter(Boolean).join("\n");
    return { kind: "share", text };
  }
  if (url.pathname.slice(1).toLowerCase() !== botUsername.toLowerCase()) {
    return { kind: "telegram", url: link };
  }
  const app = url.searchParams.get("startapp");
  if (app !== null) return { kind: "app", startParam: app };
  return { kind: "start", payload: url.searchParams.get("start") ?? "" };
}
