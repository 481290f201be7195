import { sign } from "@tma.js/init-data-node";
import type { Telegram } from "./context";
import type { Person } from "./types";

export type Theme = "light" | "dark";

/** Colours of Telegram's own clients. */
export const THEMES: Record<Theme, Record<string, string>> = {
  light: {
    bg_color: "#ffffff",
    secondary_bg_color: "#efeff4",
    section_bg_color: "#ffffff",
    section_header_text_color: "#6d6d71",
    section_separator_color: "#c8c7cc",
    header_bg_color: "#f8f8f8",
    bottom_bar_bg_color: "#f8f8f8",
    text_color: "#000000",
    subtitle_text_color: "#707579",
    hint_color: "#707579",
    link_color: "#0071e3",
    accent_text_color: "#0071e3",
    button_color: "#0071e3",
    button_text_color: "#ffffff",
    destructive_text_color: "#d1342b",
  },
  dark: {
    bg_color: "#18222d",
    secondary_bg_color: "#131415",
    section_bg_color: "#18222d",
    section_header_text_color: "#b1c3d5",
    section_separator_color: "#0f1720",
    header_bg_color: "#131415",
    bottom_bar_bg_color: "#131415",
    text_color: "#ffffff",
    subtitle_text_color: "#b1c3d5",
    hint_color: "#b1c3d5",
    link_color: "#62bcf9",
    accent_text_color: "#2ea6ff",
    button_color: "#2577d8",
    button_text_color: "#ffffff",
    destructive_text_color: "#ef5b5b",
  },
};

/**
 * The address with which a client opens a Mini App, signed by the bot's token as of now. The `signature` of
 * third parties' verification is present, as it is in real launches, and worthless.
 */
export function launchUrl(
  telegram: Telegram,
  person: Person,
  options: { url: string; theme?: Theme; startParam?: string; now?: Date },
): string {
  const { id, firstName, lastName, username, language, premium } = person;
  const initData = sign(
    {
      query_id: `AAG${id.toString(36)}${Date.now().toString(36)}`,
      user: {
        id,
        first_name: firstName,
        last_name: lastName,
        ...(username ? { username } : {}),
        language_code: language,
        ...(premium ? { is_premium: true } : {}),
        allows_write_to_pm: true,
      },
      ...(options.startParam ? { start_param: options.startParam } : {}),
      signature: "demo-demo-demo-demo-demo-demo-demo-demo-demo-demo-demo-demo-demo-demo-demo-demo",
    },
    telegram.token,
    options.now ?? new Date(),
  );
  const fragment = new URLSearchParams({
    tgWebAppData: initData,
    tgWebAppVersion: "8.0",
    tgWebAppPlatform: "ios",
    tgWebAppThemeParams: JSON.stringify(THEMES[options.theme ?? "light"]),
    ...(options.startParam ? { tgWebAppStartParam: options.startParam } : {}),
  });
  const url = new URL(options.url);
  if (options.startParam) url.searchParams.set("tgWebAppStartParam", options.startParam);
  return `${url.href}${url.hash ? "&" : "#"}${fragment}`;
}
