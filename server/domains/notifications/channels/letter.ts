/* Messages are written for Telegram; a letter says the same without tags, pictures and buttons of the bot. */

/** The text of a message without its tags, and without the picture it begins with. */
export const plainText = (html: string): string =>
  html
    .replaceAll(/<[^>]+>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .replace(/^(?:\p{Extended_Pictographic}|\uFE0F|\u200D|\s)+/u, "");

const PAGES: Record<string, (id: string) => string> = {
  connect: (id) => `/miniapp/subscription/${id}?connect=1`,
  sub: (id) => `/miniapp/subscription/${id}`,
  renew: (id) => `/miniapp/purchase?sub=${id}`,
  upgrade: (id) => `/miniapp/purchase?sub=${id}`,
  paysupport: () => "/miniapp/help",
};

/** The page of the cabinet where the same is done as by one of the bot's buttons; Home when there is none. */
export function pageOfCallback(callback: string): string {
  const [name = "", id = ""] = callback.split(":");
  return (Object.hasOwn(PAGES, name) && PAGES[name]?.(encodeURIComponent(id))) || "/miniapp";
}
