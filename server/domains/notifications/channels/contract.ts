import type { customers } from "@/db/schema/customers";
import type { Ctx } from "@/server/core/context";

export type Recipient = typeof customers.$inferSelect;

/** A message ready to be shown: HTML as Telegram understands it, and buttons. */
export type RenderedMessage = {
  /** What it is about, in a few words. */
  subject: string;
  html: string;
  buttons: { text: string; callback?: string; miniAppPath?: string }[];
};

/** `id` is the same for every attempt to deliver it. */
type Message = RenderedMessage & { id: string };

/** What became of one attempt. `later` is tried again after `seconds`. */
export type DeliveryOutcome =
  | { kind: "sent"; externalId: string }
  | { kind: "skipped"; reason: string }
  | { kind: "blocked" }
  | { kind: "failed"; reason: string }
  | { kind: "later"; seconds: number; reason: string };

export type NotificationChannel = {
  /** May this person be reached here at all? */
  reaches(recipient: Recipient): boolean;
  deliver(ctx: Ctx, recipient: Recipient, message: Message): Promise<DeliveryOutcome>;
};
