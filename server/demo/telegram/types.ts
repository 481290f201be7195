/** Parts of the Bot API's objects that the stand-in makes; names are Telegram's own. */
export type Entity = {
  type: string;
  offset: number;
  length: number;
  url?: string;
  language?: string;
};

export type Button = {
  text: string;
  callback_data?: string;
  url?: string;
  web_app?: { url: string };
  pay?: boolean;
};
export type Keyboard = { inline_keyboard: Button[][] };

/** Buttons that write their text for the person. */
export type ReplyKeyboard = { rows: string[][]; oneTime: boolean; placeholder: string };

export type TgUser = {
  id: number;
  is_bot: boolean;
  first_name: string;
  last_name?: string;
  username?: string;
  language_code?: string;
  is_premium?: boolean;
};

/** Somebody with a Telegram account; their private chat with the bot has the same id. */
export type Person = {
  id: number;
  firstName: string;
  lastName: string;
  username: string | null;
  language: string;
  premium: boolean;
  /** Has blocked the bot. */
  blocked: boolean;
  replyKeyboard?: ReplyKeyboard | null;
  /** Grows with every change of the chat. */
  version: number;
};

export type Photo = { file_id: string; file_unique_id: string; width: number; height: number };

export type Message = {
  message_id: number;
  date: number;
  edit_date?: number;
  from: TgUser;
  chat: { id: number; type: "private"; first_name: string; username?: string };
  text?: string;
  entities?: Entity[];
  caption?: string;
  caption_entities?: Entity[];
  photo?: Photo[];
  document?: { file_id: string; file_unique_id: string; file_name: string; file_size: number };
  video?: {
    file_id: string;
    file_unique_id: string;
    width: number;
    height: number;
    duration: number;
    file_name: string;
    file_size: number;
  };
  media_group_id?: string;
  invoice?: {
    title: string;
    description: string;
    start_parameter: string;
    currency: string;
    total_amount: number;
  };
  successful_payment?: SuccessfulPayment;
  refunded_payment?: SuccessfulPayment;
  reply_to_message?: Message;
  reply_markup?: Keyboard;
};

export type SuccessfulPayment = {
  currency: string;
  total_amount: number;
  invoice_payload: string;
  telegram_payment_charge_id: string;
  provider_payment_charge_id: string;
  subscription_expiration_date?: number;
  is_recurring?: true;
  is_first_recurring?: true;
};

export type Invoice = {
  slug: string;
  title: string;
  description: string;
  payload: string;
  currency: string;
  amount: number;
  /** Seconds after which a subscription is charged again. */
  period?: number;
  /** Set when the invoice is a message of a chat rather than a link. */
  messageId?: number;
  chatId?: number;
  /** A message's invoice is paid once; a link's by anybody, any number of times. */
  paid?: boolean;
};

export type StarPayment = {
  chargeId: string;
  personId: number;
  payload: string;
  amount: number;
  date: number;
  refundedAt: number | null;
  /** Of a subscription: which charge began it (this one's own id for the first), and how long it is paid. */
  subscription?: { first: string; period: number; until: number; cancelled: boolean };
};

export type StoredFile = { id: string; name: string; mime: string; bytes: Uint8Array };

export const userOf = (person: Person): TgUser => ({
  id: person.id,
  is_bot: false,
  first_name: person.firstName,
  ...(person.lastName ? { last_name: person.lastName } : {}),
  ...(person.username ? { username: person.username } : {}),
  language_code: person.language,
  ...(person.premium ? { is_premium: true } : {}),
});

export const chatOf = (person: Person): Message["chat"] => ({
  id: person.id,
  type: "private",
  first_name: person.firstName,
  ...(person.username ? { username: person.username } : {}),
});
