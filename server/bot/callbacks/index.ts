import type { BotContext } from "../context";
import { browseCallbacks } from "./browse";
import { connectCallbacks } from "./connect";
import { purchaseCallbacks } from "./purchase";
import { subscriptionCallbacks } from "./subscription";

/** Handles a pressed button; `parts` are its data after the action. */
export type Callback = (ctx: BotContext, parts: string[]) => Promise<void>;

export const callbacks: Record<string, Callback> = {
  ...browseCallbacks,
  ...purchaseCallbacks,
  ...subscriptionCallbacks,
  ...connectCallbacks,
};
