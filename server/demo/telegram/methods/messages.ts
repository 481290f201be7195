import { z } from "zod";
import type { Params } from "../body";
import { findPerson, nowSeconds, type Telegram } from "../context";
import { ApiError, bad } from "../errors";
import { entities, id, read, readKeyboard, readReplyKeyboard, readText } from "../limits";
import { chatOf, type Message, type Person } from "../types";

type Method = (telegram: Telegram, params: Params) => Promise<unknown>;

const MAX_TEXT = 4096;
const MAX_CAPTION = 1024;

/** The chat a call is about. The bot cannot write to strangers or to those who blocked it. */
export async function chatOfCall(telegram: Telegram, params: Params): Promise<Person> {
  const chatId = params.chat_id;
  if (chatId === undefined || chatId === "") throw bad("chat_id is empty");
  const person = await findPerson(telegram, read(id, chatId));
  if (!person) throw bad("chat not found");
  if (person.blocked) throw new ApiError(403, "Forbidden: bot was blocked by the user");
  return person;
}

async function reply(telegram: Telegram, person: Person, params: Params) {
  const { reply_parameters: given } = read(
    z.object({ reply_parameters: z.object({ message_id: id }).optional() }),
    params,
  );
  const message = given && (await telegram.store.message(person.id, given.message_id));
  return message ? { reply_to_message: { ...message, reply_to_message: undefined } } : {};
}

/** Puts a message of the bot into a chat. */
export async function putMessage(
  telegram: Telegram,
  params: Params,
  content: Partial<Message>,
): Promise<Message> {
  const person = await chatOfCall(telegram, params);
  const keyboard = readKeyboard(params.reply_markup);
  const replyKeyboard = readReplyKeyboard(params.reply_markup);
  if (replyKeyboard !== undefined) await telegram.store.savePerson({ ...person, replyKeyboard });
  return telegram.store.saveMessage({
    message_id: await telegram.store.nextMessageId(),
    date: nowSeconds(),
    from: telegram.bot,
    chat: chatOf(person),
    ...(await reply(telegram, person, params)),
    ...content,
    ...(keyboard ? { reply_markup: keyboard } : {}),
  });
}

const textParams = z.object({
  text: z.coerce.string().optional(),
  caption: z.coerce.string().optional(),
  parse_mode: z.string().optional(),
  entities: entities.optional(),
  caption_entities: entities.optional(),
});

function textOf(params: Params): Pick<Message, "text" | "entities"> {
  const { text: given = "", parse_mode, entities: marked } = read(textParams, params);
  const { text, entities } = readText(given, parse_mode, marked, MAX_TEXT);
  if (text === "") throw bad("message text is empty");
  return { text, ...(entities.length > 0 ? { entities } : {}) };
}

export function captionOf(params: Params): Pick<Message, "caption" | "caption_entities"> {
  const { caption, parse_mode, caption_entities } = read(textParams, params);
  if (!caption) return {};
  const { text, entities } = readText(caption, parse_mode, caption_entities, MAX_CAPTION);
  return { caption: text, ...(entities.length > 0 ? { caption_entities: entities } : {}) };
}

/** The bot's own message that an edit is about, and what becomes of it. */
async function edit(
  telegram: Telegram,
  params: Params,
  change: (before: Message) => Partial<Message>,
): Promise<Message> {
  const person = await chatOfCall(telegram, params);
  const before = await telegram.store.message(person.id, read(id, params.message_id));
  if (!before) throw bad("message to edit not found");
  if (!before.from.is_bot) throw bad("message can't be edited");
  const { reply_markup: _, ...kept } = before;
  const keyboard = readKeyboard(params.reply_markup);
  const after = { ...kept, ...change(before), ...(keyboard ? { reply_markup: keyboard } : {}) };
  const seen = ({ text, caption, entities, caption_entities, reply_markup }: Message) =>
    JSON.stringify([text, caption, entities, caption_entities, reply_markup]);
  if (seen(before) === seen(after)) {
    throw bad(
      "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message",
    );
  }
  return telegram.store.saveMessage({ ...after, edit_date: nowSeconds() });
}

export const messageMethods: Record<string, Method> = {
  async sendMessage(telegram, params) {
    return putMessage(telegram, params, textOf(params));
  },
  async sendChatAction(telegram, params) {
    await chatOfCall(telegram, params);
    return true;
  },
  editMessageText: (telegram, params) =>
    edit(telegram, params, ({ text }) => {
      if (text === undefined) throw bad("there is no text in the message to edit");
      return { entities: undefined, ...textOf(params) };
    }),
  editMessageCaption: (telegram, params) =>
    edit(telegram, params, () => ({
      caption: undefined,
      caption_entities: undefined,
      ...captionOf(params),
    })),
  editMessageReplyMarkup: (telegram, params) => edit(telegram, params, () => ({})),
  async deleteMessage(telegram, params) {
    const person = await chatOfCall(telegram, params);
    const message = await telegram.store.message(person.id, read(id, params.message_id));
    if (!message) throw bad("message to delete not found");
    await telegram.store.saveMessage(message, true);
    return true;
  },
};
