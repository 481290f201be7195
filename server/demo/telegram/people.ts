import { randomBytes } from "node:crypto";
import { z } from "zod";
import {
  type CallbackAnswer,
  type CheckoutAnswer,
  findPerson,
  nowSeconds,
  type Telegram,
} from "./context";
import { bad } from "./errors";
import { findEntities } from "./html";
import { newChargeId, successfulPayment } from "./methods/payments";
import { chatOf, type Invoice, type Message, type Person, type StarPayment, userOf } from "./types";

/** How long a bot may think about a button and, by Telegram's rule, about a checkout. */
const CALLBACK_MS = 15_000;
const CHECKOUT_MS = 10_000;

const queryId = () => BigInt(`0x${randomBytes(8).toString("hex")}`).toString();

export async function personOf(telegram: Telegram, id: number): Promise<Person> {
  const person = await findPerson(telegram, id);
  if (!person) throw bad("chat not found");
  return person;
}

export const personInput = z.object({
  id: z.number().int().positive().optional(),
  firstName: z.string().trim().min(1).max(64),
  lastName: z.string().max(64).default(""),
  username: z
    .string()
    .regex(/^[a-z]\w{3,31}$/i)
    .nullish(),
  language: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)?$/i)
    .default("en"),
  premium: z.boolean().default(false),
});
export type PersonInput = z.input<typeof personInput>;

/** A new account, or, with a known id, other details of one. */
export async function savePerson(telegram: Telegram, input: PersonInput): Promise<Person> {
  const given = personInput.parse(input);
  const id = given.id ?? 9_000_000_000 + randomBytes(4).readUInt32BE();
  const known = await telegram.store.person(id);
  await telegram.store.savePerson({
    ...given,
    id,
    username: given.username ?? null,
    blocked: known?.blocked ?? false,
    replyKeyboard: known?.replyKeyboard ?? null,
    version: 0,
  });
  return personOf(telegram, id);
}

/** A person writes. A command is marked as one, which is how bots recognize it. */
export async function say(
  telegram: Telegram,
  personId: number,
  input: { text: string; replyTo?: number },
): Promise<Message> {
  const person = await personOf(telegram, personId);
  const text = input.text.trim();
  if (text === "" || text.length > 4096) throw bad("message text must have 1-4096 characters");
  // Writing to a bot unblocks it.
  if (person.blocked) await setBlocked(telegram, personId, false);
  const keyboard = person.replyKeyboard;
  if (keyboard?.oneTime && keyboard.rows.flat().includes(text)) {
    await telegram.store.savePerson({ ...person, blocked: false, replyKeyboard: null });
  }
  const entities = findEntities(text);
  const answered = input.replyTo && (await telegram.store.message(personId, input.replyTo));
  const message = await telegram.store.saveMessage({
    message_id: await telegram.store.nextMessageId(),
    date: nowSeconds(),
    from: userOf(person),
    chat: chatOf(person),
    text,
    ...(entities.length > 0 ? { entities } : {}),
    ...(answered ? { reply_to_message: answered } : {}),
  });
  await telegram.delivery.send(personId, { message });
  return message;
}

/** Presses a callback button and waits for the bot's answer; null when none comes. */
export async function press(
  telegram: Telegram,
  personId: number,
  input: { messageId: number; data: string },
): Promise<CallbackAnswer | null> {
  const person = await personOf(telegram, personId);
  const message = await telegram.store.message(personId, input.messageId);
  const buttons = message?.reply_markup?.inline_keyboard.flat() ?? [];
  if (!message || !buttons.some(({ callback_data }) => callback_data === input.data)) {
    throw bad("this button is not there any more");
  }
  const id = queryId();
  const answered = waitFor(telegram.callbacks, id, CALLBACK_MS);
  await telegram.delivery.send(personId, {
    callback_query: {
      id,
      from: userOf(person),
      chat_instance: String(personId),
      message,
      data: input.data,
    },
  });
  return answered;
}

export type PayResult =
  | { status: "paid"; chargeId: string }
  /** The bot refused, in its own words, or did not answer in time. */
  | { status: "failed"; error: string };

const PAID_ALREADY: PayResult = {
  status: "failed",
  error: "This invoice has been paid already.",
};

/** Pays a Stars invoice: the bot is asked first and has ten seconds to agree. */
export async function pay(telegram: Telegram, personId: number, slug: string): Promise<PayResult> {
  const person = await personOf(telegram, personId);
  const invoice = await getInvoice(telegram, slug);
  if (invoice.paid) return PAID_ALREADY;
  const id = queryId();
  const answered = waitFor<CheckoutAnswer>(telegram.checkouts, id, CHECKOUT_MS);
  await telegram.delivery.send(personId, {
    pre_checkout_query: {
      id,
      from: userOf(person),
      currency: invoice.currency,
      total_amount: invoice.amount,
      invoice_payload: invoice.payload,
    },
  });
  const answer = await answered;
  if (!answer) return { status: "failed", error: "The bot did not answer in time." };
  if (!answer.ok) return { status: "failed", error: answer.error ?? "The bot refused." };
  const chargeId = await settle(telegram, person, invoice);
  return chargeId === null ? PAID_ALREADY : { status: "paid", chargeId };
}

async function settle(
  telegram: Telegram,
  person: Person,
  invoice: Invoice,
): Promise<string | null> {
  // Two devices may hold the same message: it is paid once.
  if (invoice.messageId && !(await telegram.store.claimInvoice(invoice.slug))) return null;
  const chargeId = newChargeId();
  const { payload, amount, period } = invoice;
  const date = nowSeconds();
  return record(telegram, person, {
    chargeId,
    personId: person.id,
    payload,
    amount,
    date,
    refundedAt: null,
    ...(period && {
      subscription: { first: chargeId, period, until: date + period, cancelled: false },
    }),
  });
}

/** A month has passed: Telegram charges a subscription again by itself, and the bot is told. */
export async function renewStars(telegram: Telegram, personId: number): Promise<string> {
  const person = await personOf(telegram, personId);
  const all = await telegram.store.payments();
  const first = all.findLast(
    ({ personId: of, chargeId, subscription }) =>
      of === personId && subscription?.first === chargeId && !subscription.cancelled,
  );
  if (!first?.subscription) throw bad("SUBSCRIPTION_NOT_FOUND");
  const { subscription } = first;
  const until = subscription.until + subscription.period;
  await telegram.store.savePayment({ ...first, subscription: { ...subscription, until } });
  return record(telegram, person, {
    ...first,
    chargeId: newChargeId(),
    date: nowSeconds(),
    refundedAt: null,
    subscription: { ...subscription, until },
  });
}

async function record(telegram: Telegram, person: Person, payment: StarPayment): Promise<string> {
  await telegram.store.savePayment(payment);
  const message = await telegram.store.saveMessage({
    message_id: await telegram.store.nextMessageId(),
    date: payment.date,
    from: userOf(person),
    chat: chatOf(person),
    successful_payment: successfulPayment(payment),
  });
  await telegram.delivery.send(person.id, { message });
  return payment.chargeId;
}

export async function getInvoice(telegram: Telegram, slug: string): Promise<Invoice> {
  const invoice = await telegram.store.invoice(slug);
  if (!invoice) throw bad("INVOICE_SLUG_INVALID");
  return invoice;
}

/** Blocks or unblocks the bot, which is told. */
export async function setBlocked(
  telegram: Telegram,
  personId: number,
  blocked: boolean,
): Promise<void> {
  const person = await personOf(telegram, personId);
  if (person.blocked === blocked) return;
  await telegram.store.savePerson({ ...person, blocked });
  const member = (status: string) => ({ user: telegram.bot, status });
  await telegram.delivery.send(personId, {
    my_chat_member: {
      chat: chatOf(person),
      from: userOf(person),
      date: nowSeconds(),
      old_chat_member: member(blocked ? "member" : "kicked"),
      new_chat_member: member(blocked ? "kicked" : "member"),
    },
  });
}

function waitFor<T>(
  waiting: Map<string, (answer: T) => void>,
  id: string,
  timeoutMs: number,
): Promise<T | null> {
  return new Promise((resolve) => {
    const done = (answer: T | null) => {
      clearTimeout(timer);
      waiting.delete(id);
      resolve(answer);
    };
    const timer = setTimeout(() => done(null), timeoutMs);
    timer.unref();
    waiting.set(id, done);
  });
}
