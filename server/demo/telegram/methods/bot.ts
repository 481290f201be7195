import { z } from "zod";
import type { Params } from "../body";
import type { Telegram } from "../context";
import { bad } from "../errors";
import { id, isAddress, optionalFlag, read } from "../limits";

type Method = (telegram: Telegram, params: Params) => Promise<unknown>;

export type BotCommand = { command: string; description: string };
export type MenuButton = { type: string; text?: string; web_app?: { url: string } };

const webhookParams = z.object({
  url: z.string().default(""),
  secret_token: z
    .string()
    .regex(/^[\w-]{1,256}$/)
    .optional(),
  allowed_updates: z.array(z.string()).optional(),
  drop_pending_updates: optionalFlag,
});
const commandsParams = z.object({
  commands: z
    .array(
      z.object({
        command: z.string().regex(/^[a-z0-9_]{1,32}$/),
        description: z.string().min(1).max(256),
      }),
    )
    .max(100),
  language_code: z.string().default(""),
});
const menuParams = z.object({
  menu_button: z
    .object({
      type: z.enum(["commands", "web_app", "default"]),
      text: z.string().optional(),
      web_app: z.object({ url: z.string() }).optional(),
    })
    .default({ type: "default" }),
});
const callbackParams = z.object({
  callback_query_id: z.string(),
  text: z.string().max(200).default(""),
  show_alert: optionalFlag,
  url: z.string().optional(),
});

/** Commands as a person of this language sees them. */
export async function commandsFor(telegram: Telegram, language: string): Promise<BotCommand[]> {
  const own = await telegram.store.read<BotCommand[]>(`commands:${language}`);
  return own ?? (await telegram.store.read<BotCommand[]>("commands:")) ?? [];
}

/** What a person reads before the first message. */
export async function descriptionFor(telegram: Telegram, language: string): Promise<string> {
  const own = await telegram.store.read<string>(`description:${language}`);
  return own || (await telegram.store.read<string>("description:")) || "";
}

const aboutParams = (field: string, max: number) =>
  z.object({
    [field]: z.string().max(max).default(""),
    language_code: z.string().default(""),
  });

/** A text about the bot, by language: the method that sets it and the one that reads it. */
function about(field: "description" | "short_description", max: number) {
  const key = (params: Record<string, string>) => `${field}:${params.language_code ?? ""}`;
  const set: Method = async (telegram, params) => {
    const given = read(aboutParams(field, max), params);
    await telegram.store.write(key(given), given[field] ?? "");
    return true;
  };
  const get: Method = async (telegram, params) => {
    const given = read(aboutParams(field, max), params);
    return { [field]: (await telegram.store.read<string>(key(given))) ?? "" };
  };
  return { set, get };
}
const descriptions = about("description", 512);
const shortDescriptions = about("short_description", 120);

export const menuButton = (telegram: Telegram): Promise<MenuButton | null> =>
  telegram.store.read<MenuButton>("menu");

export const botMethods: Record<string, Method> = {
  async getMe(telegram) {
    return {
      ...telegram.bot,
      can_join_groups: false,
      can_read_all_group_messages: false,
      supports_inline_queries: false,
      has_main_web_app: true,
    };
  },

  async setWebhook(telegram, params) {
    const { url, secret_token, allowed_updates, drop_pending_updates } = read(
      webhookParams,
      params,
    );
    if (url !== "" && !isAddress(url, ["https:", "http:"])) {
      throw bad("bad webhook: invalid webhook URL specified");
    }
    if (drop_pending_updates) await telegram.delivery.forget();
    telegram.webhook = url
      ? {
          url,
          secret: secret_token ?? "",
          allowed: allowed_updates?.length ? allowed_updates : null,
        }
      : null;
    telegram.delivery.hurry();
    return true;
  },
  async deleteWebhook(telegram, params) {
    if (read(webhookParams, params).drop_pending_updates) await telegram.delivery.forget();
    telegram.webhook = null;
    return true;
  },
  async getWebhookInfo(telegram) {
    const error = telegram.delivery.lastError();
    return {
      url: telegram.webhook?.url ?? "",
      has_custom_certificate: false,
      pending_update_count: await telegram.delivery.waiting(),
      max_connections: 40,
      ...(telegram.webhook?.allowed ? { allowed_updates: telegram.webhook.allowed } : {}),
      ...(error ? { last_error_date: error.at, last_error_message: error.message } : {}),
    };
  },

  async setMyCommands(telegram, params) {
    const { commands, language_code } = read(commandsParams, params);
    await telegram.store.write(`commands:${language_code}`, commands);
    return true;
  },
  async getMyCommands(telegram, params) {
    const language = read(z.object({ language_code: z.string().default("") }), params);
    return (await telegram.store.read(`commands:${language.language_code}`)) ?? [];
  },
  setMyDescription: descriptions.set,
  getMyDescription: descriptions.get,
  setMyShortDescription: shortDescriptions.set,
  getMyShortDescription: shortDescriptions.get,
  async setChatMenuButton(telegram, params) {
    const { menu_button: button } = read(menuParams, params);
    if (button.type === "web_app") {
      if (!button.text || !button.web_app) throw bad("menu button text must be non-empty");
      if (!isAddress(button.web_app.url, ["https:", "http:"])) {
        throw bad("menu button Web App URL is invalid");
      }
    }
    await telegram.store.write("menu", button);
    return true;
  },
  async getChatMenuButton(telegram) {
    return (await menuButton(telegram)) ?? { type: "default" };
  },

  async answerCallbackQuery(telegram, params) {
    const { callback_query_id: query, text, show_alert, url } = read(callbackParams, params);
    const waiting = telegram.callbacks.get(query);
    if (!waiting) {
      throw bad("query is too old and response timeout expired or query ID is invalid");
    }
    waiting({ text, showAlert: show_alert === true, url: url ?? null });
    return true;
  },

  async getFile(telegram, params) {
    const { file_id } = read(z.object({ file_id: z.string() }), params);
    const file = await telegram.store.file(file_id);
    if (!file) throw bad("invalid file_id");
    return {
      file_id,
      file_unique_id: file_id,
      file_size: file.bytes.length,
      file_path: `files/${file_id}`,
    };
  },
  async getChat(telegram, params) {
    const person = await telegram.store.person(read(id, params.chat_id));
    if (!person) throw bad("chat not found");
    return { id: person.id, type: "private", first_name: person.firstName };
  },
};
