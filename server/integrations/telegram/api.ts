import { Telegram, TelegramError } from "telegraf";
import { outsideAgent } from "@/server/core/outside/agents";

/** What became of a call. Only `later` and `unavailable` are worth another try. */
export type TelegramOutcome<T> =
  | { kind: "ok"; value: T }
  /** The person blocked the bot or is gone. */
  | { kind: "blocked"; reason: string }
  | { kind: "later"; seconds: number; reason: string }
  | { kind: "rejected"; reason: string }
  | { kind: "unavailable"; reason: string };

export type StarTransaction = {
  id: string;
  amount: number;
  date: number;
  source?: { type: string; invoice_payload?: string; user?: { id: number } };
};

export type InlineButton =
  | { text: string; callback_data: string }
  | { text: string; url: string }
  | { text: string; web_app: { url: string } };

/** Methods by name: what they take and what they answer, newer ones than Telegraf's types included. */
type Methods = {
  getMe: [Record<string, never>, { id: number; username: string; first_name: string }];
  sendMessage: [
    {
      chat_id: string;
      text: string;
      parse_mode: "HTML";
      link_preview_options?: { is_disabled: boolean };
      reply_markup?: { inline_keyboard: InlineButton[][] };
    },
    { message_id: number },
  ];
  createInvoiceLink: [
    {
      title: string;
      description: string;
      payload: string;
      provider_token: "";
      currency: "XTR";
      prices: [{ label: string; amount: number }];
      /** Seconds; Telegram takes 30 days and nothing else. */
      subscription_period?: number;
    },
    string,
  ];
  editUserStarSubscription: [
    { user_id: number; telegram_payment_charge_id: string; is_canceled: boolean },
    true,
  ];
  refundStarPayment: [{ user_id: number; telegram_payment_charge_id: string }, true];
  getStarTransactions: [{ offset?: number; limit?: number }, { transactions: StarTransaction[] }];
  setWebhook: [
    {
      url: string;
      secret_token: string;
      allowed_updates: string[];
      max_connections?: number;
    },
    true,
  ];
  getWebhookInfo: [
    Record<string, never>,
    {
      url: string;
      pending_update_count: number;
      last_error_date?: number;
      last_error_message?: string;
    },
  ];
  setMyCommands: [
    { commands: { command: string; description: string }[]; language_code?: string },
    true,
  ];
  setChatMenuButton: [
    { menu_button: { type: "web_app"; text: string; web_app: { url: string } } },
    true,
  ];
};

export type TelegramApi = {
  call<M extends keyof Methods>(
    method: M,
    params: Methods[M][0],
  ): Promise<TelegramOutcome<Methods[M][1]>>;
};

/** Telegraf itself would wait for more than eight minutes. */
const TIMEOUT_MS = 15_000;

type Signal = NonNullable<Parameters<Telegram["callApi"]>[2]>["signal"];

/** A thin client of the Bot API with typed outcomes; it decides nothing and retries nothing. */
export function createTelegramApi(options: {
  token: string;
  apiRoot: string;
  timeoutMs?: number;
}): TelegramApi {
  const { token, apiRoot, timeoutMs = TIMEOUT_MS } = options;
  const telegram = new Telegram(token, { apiRoot, agent: outsideAgent(apiRoot) });
  return {
    async call(method, params) {
      try {
        const signal = AbortSignal.timeout(timeoutMs) as unknown as Signal;
        // Telegraf's own map of methods ends at Bot API 7.1; ours above is the one that is checked.
        const value = await telegram.callApi(method as "getMe", params as never, { signal });
        return { kind: "ok", value: value as never };
      } catch (error) {
        const outcome = outcomeOf(error);
        // Errors of the network name the address, and the address holds the token.
        return {
          ...outcome,
          reason: token ? outcome.reason.replaceAll(token, "[token]") : outcome.reason,
        };
      }
    },
  };
}

function outcomeOf(error: unknown): Exclude<TelegramOutcome<never>, { kind: "ok" }> {
  if (!(error instanceof TelegramError)) {
    return { kind: "unavailable", reason: error instanceof Error ? error.message : "unknown" };
  }
  const reason = error.description;
  if (error.code === 429) {
    return { kind: "later", seconds: error.parameters?.retry_after ?? 5, reason };
  }
  if (error.code === 403 || /chat not found|user is deactivated/i.test(reason)) {
    return { kind: "blocked", reason };
  }
  return { kind: error.code >= 500 ? "unavailable" : "rejected", reason };
}
