import type { Logger } from "@/server/core/logger";
import type { Delivery, Webhook } from "./delivery";
import type { createWeather } from "./moods";
import type { Store } from "./store";
import type { Person, TgUser } from "./types";

export type CallbackAnswer = { text: string; showAlert: boolean; url: string | null };
export type CheckoutAnswer = { ok: boolean; error: string | null };

/** What every method of this Telegram works with. */
export type Telegram = {
  token: string;
  bot: TgUser;
  store: Store;
  delivery: Delivery;
  weather: ReturnType<typeof createWeather>;
  webhook: Webhook | null;
  miniAppUrl: () => string;
  /** People who exist without having been made here. */
  lookup: (id: number) => Promise<Person | null>;
  /** Questions to the bot that wait for its answer, by query id. */
  callbacks: Map<string, (answer: CallbackAnswer) => void>;
  checkouts: Map<string, (answer: CheckoutAnswer) => void>;
  log: Logger;
};

export const nowSeconds = (): number => Math.floor(Date.now() / 1000);

/** The person behind a chat id, made known if they exist elsewhere. */
export async function findPerson(telegram: Telegram, id: number): Promise<Person | null> {
  const known = await telegram.store.person(id);
  if (known) return known;
  const found = await telegram.lookup(id);
  if (found) await telegram.store.savePerson(found);
  return found;
}
