import { z } from "zod";
import { bad } from "./errors";
import { findEntities, parseHtml } from "./html";
import type { Entity, Keyboard, ReplyKeyboard } from "./types";

/** Ids come as numbers in JSON and as text in forms. */
export const id = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^-?\d+$/)
      .transform(Number),
  ])
  .pipe(z.int());
const flag = z.union([z.boolean(), z.enum(["true", "false"]).transform((v) => v === "true")]);
export const optionalFlag = flag.optional();
export const entities = z.array(
  z.object({
    type: z.string(),
    offset: z.int().min(0),
    length: z.int().min(1),
    url: z.string().optional(),
    language: z.string().optional(),
  }),
);

/** Reads parameters or refuses them in Telegram's manner. */
export function read<S extends z.ZodType>(schema: S, params: unknown): z.output<S> {
  const parsed = schema.safeParse(params);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join(".") || "id";
  throw bad(issue?.code === "custom" ? issue.message : `invalid parameter ${field}`);
}

const button = z.object({
  text: z.string().min(1),
  callback_data: z.string().optional(),
  url: z.string().optional(),
  web_app: z.object({ url: z.string() }).optional(),
  pay: z.boolean().optional(),
});
const markup = z.object({ inline_keyboard: z.array(z.array(button)) });

/** An inline keyboard by Telegram's rules. */
export function readKeyboard(value: unknown): Keyboard | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  const object = typeof value === "object" ? value : null;
  if (!object) throw bad("object expected as reply markup");
  if (!("inline_keyboard" in object)) return undefined;
  const keyboard = read(markup, value);
  const rows = keyboard.inline_keyboard.filter((row) => row.length > 0);
  if (rows.flat().length > 100) throw bad("too many buttons");
  for (const one of rows.flat()) checkButton(one);
  return rows.length > 0 ? { inline_keyboard: rows } : undefined;
}

const replyMarkup = z.object({
  keyboard: z
    .array(
      z.array(
        z
          .union([z.string(), z.object({ text: z.string() }).transform(({ text }) => text)])
          .pipe(z.string().min(1)),
      ),
    )
    .min(1),
  one_time_keyboard: optionalFlag,
  input_field_placeholder: z.string().max(64).optional(),
});

/** The keyboard in place of the person's own; null takes it away, undefined leaves it. */
export function readReplyKeyboard(value: unknown): ReplyKeyboard | null | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if ("remove_keyboard" in value) return null;
  if (!("keyboard" in value)) return undefined;
  const { keyboard, one_time_keyboard, input_field_placeholder } = read(replyMarkup, value);
  return {
    rows: keyboard.filter((row) => row.length > 0),
    oneTime: one_time_keyboard === true,
    placeholder: input_field_placeholder ?? "",
  };
}

function checkButton({ text, callback_data, url, web_app, pay }: z.output<typeof button>): void {
  const kinds = [callback_data, url, web_app, pay].filter((kind) => kind !== undefined);
  if (kinds.length !== 1) throw bad("Text buttons are unallowed in the inline keyboard");
  if (callback_data !== undefined) {
    const bytes = Buffer.byteLength(callback_data);
    if (bytes < 1 || bytes > 64) throw bad("BUTTON_DATA_INVALID");
  }
  if (url !== undefined && !isAddress(url, ["http:", "https:", "tg:"])) {
    throw bad(`inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`);
  }
  // Telegram wants HTTPS here; the stand-in's own machine has none.
  if (web_app && !isAddress(web_app.url, ["http:", "https:"])) {
    throw bad(`inline keyboard button Web App URL '${web_app.url}' is invalid: ${text}`);
  }
}

export function isAddress(text: string, protocols: string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol);
}

/** A message's text or caption with its entities; the limit counts what is seen, not the markup. */
export function readText(
  value: string,
  mode: string | undefined,
  given: Entity[] | undefined,
  max: number,
): { text: string; entities: Entity[] } {
  if (mode !== undefined && mode !== "" && !/^html$/i.test(mode)) {
    throw bad(`unsupported parse_mode ${mode}`);
  }
  const { text, entities } = mode
    ? parseHtml(value)
    : { text: value.trim(), entities: given ?? [] };
  if (text.length > max) {
    throw bad(max === 4096 ? "message is too long" : "message caption is too long");
  }
  const taken = (at: number) => entities.some((e) => at >= e.offset && at < e.offset + e.length);
  const found = findEntities(text).filter(({ offset }) => !taken(offset));
  return { text, entities: [...entities, ...found].sort((a, b) => a.offset - b.offset) };
}
