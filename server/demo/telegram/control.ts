import { z } from "zod";
import type { Params } from "./body";
import type { Telegram } from "./context";
import { bad } from "./errors";
import { launchUrl } from "./launch";
import { id as idSchema, read } from "./limits";
import { loginAnswer } from "./login";
import { commandsFor, descriptionFor, menuButton } from "./methods/bot";
import { TELEGRAM_MOODS } from "./moods";
import {
  getInvoice,
  pay,
  personInput,
  personOf,
  press,
  renewStars,
  savePerson,
  say,
  setBlocked,
} from "./people";

/** A long poll ends after this, with nothing new. */
const POLL_MS = 25_000;

export type ChatState = Awaited<ReturnType<typeof chatState>>;

/** A chat as its page shows it; only what changed after a version. */
export async function chatState(telegram: Telegram, id: number, after: number) {
  const person = await personOf(telegram, id);
  const [changes, menu, commands, description] = await Promise.all([
    telegram.store.messagesSince(id, after),
    menuButton(telegram),
    commandsFor(telegram, person.language),
    descriptionFor(telegram, person.language),
  ]);
  return {
    // Read before the messages: what comes in between is sent once more rather than missed.
    version: person.version,
    person,
    bot: { username: telegram.bot.username ?? "", name: telegram.bot.first_name, description },
    menu: menu?.type === "web_app" ? { text: menu.text ?? "", url: menu.web_app?.url ?? "" } : null,
    commands,
    ...changes,
  };
}

async function pollChat(telegram: Telegram, id: number, after: number, waitMs: number) {
  let tell = () => {};
  const changed = new Promise<void>((resolve) => {
    tell = resolve;
  });
  // Watch first, look afterwards: nothing falls between the two.
  const unwatch = telegram.store.watch(id, tell);
  const timer = setTimeout(tell, waitMs);
  try {
    if ((await personOf(telegram, id)).version <= after) await changed;
    return await chatState(telegram, id, after);
  } finally {
    clearTimeout(timer);
    unwatch();
  }
}

export async function telegramState(telegram: Telegram) {
  const error = telegram.delivery.lastError();
  return {
    bot: telegram.bot,
    mood: telegram.weather.mood(),
    moods: TELEGRAM_MOODS,
    webhook: telegram.webhook?.url ?? null,
    waitingUpdates: await telegram.delivery.waiting(),
    lastError: error,
  };
}

const bodies = {
  message: z.object({ text: z.string(), replyTo: z.number().int().optional() }),
  press: z.object({ messageId: z.number().int(), data: z.string() }),
  pay: z.object({ slug: z.string() }),
  block: z.object({ blocked: z.boolean() }),
  launch: z.object({
    url: z.url().optional(),
    theme: z.enum(["light", "dark"]).optional(),
    startParam: z.string().max(512).optional(),
  }),
  mood: z.object({
    mood: z.enum(TELEGRAM_MOODS),
    delayMs: z.number().int().min(0).max(120_000).optional(),
  }),
};

/** A launch carries the person's identity, so it only ever goes to the shop's own Mini App. */
function launch(telegram: Telegram, url: string | undefined): string {
  const own = telegram.miniAppUrl();
  if (!url) return own;
  const known = [own, telegram.webhook?.url].filter((one) => one !== undefined);
  if (!known.some((one) => new URL(one).origin === new URL(url).origin)) {
    throw bad("this address is not the bot's Mini App");
  }
  return url;
}

type Request = {
  method: string;
  /** After `/__demo/`. */
  path: string;
  query: URLSearchParams;
  body: Params;
};

/** The other side of the chat: what persons and the control page do. Null when there is no such thing. */
export async function control(telegram: Telegram, request: Request): Promise<unknown> {
  const { method, path, query, body } = request;
  const [what = "", chatId = "", act = "", extra = ""] = path.split("/");
  const id = what === "chats" ? read(idSchema, chatId) : 0;
  switch (`${method} ${what}${chatId ? "/id" : ""}${act ? `/${act}` : ""}`) {
    case "GET state":
      return telegramState(telegram);
    case "POST mood": {
      const { mood, delayMs } = bodies.mood.parse(body);
      telegram.weather.set(mood, { delayMs });
      telegram.delivery.hurry();
      return telegramState(telegram);
    }
    case "GET persons":
      return telegram.store.persons();
    case "POST persons":
      return savePerson(telegram, personInput.parse(body));
    case "GET invoices/id":
      return getInvoice(telegram, chatId);
    case "GET chats/id": {
      const after = read(idSchema, query.get("after") ?? 0);
      const wait = Math.min(Number(query.get("wait") ?? POLL_MS) || 0, POLL_MS);
      return after > 0 ? pollChat(telegram, id, after, wait) : chatState(telegram, id, 0);
    }
    case "POST chats/id/messages":
      return say(telegram, id, bodies.message.parse(body));
    case "POST chats/id/press":
      return { answer: await press(telegram, id, bodies.press.parse(body)) };
    case "POST chats/id/pay":
      return pay(telegram, id, bodies.pay.parse(body).slug);
    case "POST chats/id/renew-stars":
      return { chargeId: await renewStars(telegram, id) };
    case "GET chats/id/invoice": {
      const invoice = await telegram.store.invoiceOfMessage(id, read(idSchema, extra));
      if (!invoice) throw bad("INVOICE_SLUG_INVALID");
      return invoice;
    }
    case "POST chats/id/block":
      await setBlocked(telegram, id, bodies.block.parse(body).blocked);
      return personOf(telegram, id);
    case "POST chats/id/launch": {
      const { url, ...more } = bodies.launch.parse(body);
      const person = await personOf(telegram, id);
      return { url: launchUrl(telegram, person, { url: launch(telegram, url), ...more }) };
    }
    case "POST chats/id/login":
      return { answer: loginAnswer(telegram, await personOf(telegram, id)) };
    default:
      return null;
  }
}
