import type { Context } from "telegraf";
import type { Locale } from "@/db/enums";
import type { Ctx } from "@/server/core/context";
import type { TelegramLinkOutcome } from "@/server/domains/customers";

/** The person at the other end, as the database knows them. */
export type BotCustomer = {
  id: string;
  firstName: string;
  locale: Locale;
  referralCode: string;
  suspendedAt: Date | null;
};

/** Words for a key of `bot.json`, as Telegram's HTML. Values are put in as they are: escape what people wrote. */
export type Translate = ((
  key: string,
  values?: Record<string, string | number | Date>,
) => string) & {
  has(key: string): boolean;
};

/** Telegraf's context with what every handler needs. */
export type BotContext = Context & {
  app: Ctx;
  customer: BotCustomer;
  /** Whether this update made the person known. */
  isNewcomer: boolean;
  /** What became of a link of the web cabinet that this update opens; null when it opens none. */
  linkOutcome: TelegramLinkOutcome | null;
  t: Translate;
  links: BotLinks;
  /** Advertised commands, for `/help`. */
  commandNames: readonly string[];
};

export type BotLinks = {
  /** The Mini App's own page, absolute. */
  miniApp(path?: string): string;
  /** HTTPS page that opens a client app with a subscription; the address travels in the fragment. */
  openApp(app: string, subscriptionUrl: string): string;
  /** A link into this chat with a start payload. */
  start(payload: string): string;
  supportContact: string;
  termsUrl: string;
};
