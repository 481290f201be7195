import type { z } from "zod";

/**
 * A notification, declared once. Its words are `notifications.<id>.text` and `notifications.<id>.buttons.<key>`
 * in every language; `data` are the values in them, already formatted or plain ids.
 */
export type NotificationType<S extends z.ZodObject = z.ZodObject> = {
  data: S;
  /** Money and access must be told; the rest a person may mute. */
  essential: boolean;
  /** Buttons below the message: a callback the bot knows, or a page of the Mini App. */
  buttons?: (data: z.output<S>) => { key: string; callback?: string; miniAppPath?: string }[];
};

export const defineNotification = <S extends z.ZodObject>(
  type: NotificationType<S>,
): NotificationType<S> => type;
