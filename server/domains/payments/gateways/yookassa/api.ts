import { z } from "zod";
import { askOutside } from "@/server/core/outside/ask-outside";
import type { yookassaSettings } from "./settings";

const TIMEOUT_MS = 8000;
const PAGE = 100;
/** A list longer than this is no list of one payment's neighbours: something else is wrong. */
const MAX_PAGES = 50;

export type YookassaSettings = z.output<(typeof yookassaSettings)["schema"]>;

/** `refused`: YooKassa has decided. `unreachable`: nobody knows what it did. */
export type Answer<T> =
  | { kind: "ok"; value: T }
  | { kind: "refused"; status: number; reason: string }
  | { kind: "unreachable"; reason: string };

const amount = z.object({ value: z.string(), currency: z.string() });
const id = z
  .string()
  .min(1)
  .max(100)
  .transform((text) => text.toLowerCase());
const details = z.object({ reason: z.string().nullish() }).nullish();
const metadata = z.record(z.string(), z.unknown()).nullish();

/** Unknown keys are ignored, and statuses yet to be invented wait. Ids are compared in small letters. */
export const remotePayment = z.object({
  id,
  status: z.string(),
  amount,
  refunded_amount: amount.nullish(),
  recipient: z.object({ account_id: z.coerce.string() }).nullish(),
  payment_method: z
    .object({ id: z.string(), saved: z.boolean().nullish(), title: z.string().nullish() })
    .nullish(),
  confirmation: z.object({ confirmation_url: z.string().nullish() }).nullish(),
  metadata,
  cancellation_details: details,
});
export type RemotePayment = z.output<typeof remotePayment>;

export const remoteRefund = z.object({
  id,
  payment_id: id,
  status: z.string(),
  amount,
  metadata,
  cancellation_details: details,
});
export type RemoteRefund = z.output<typeof remoteRefund>;

const listOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next_cursor: z.string().nullish() });

const apiError = z.object({
  code: z.string().nullish(),
  description: z.string().nullish(),
  parameter: z.string().nullish(),
});

/** One call. Too many requests and a conflict are no decision either: the same key may be used again. */
export async function ask<T extends z.ZodType>(
  settings: YookassaSettings,
  schema: T,
  path: string,
  post?: { body: unknown; idempotenceKey: string },
): Promise<Answer<z.output<T>>> {
  const credentials = Buffer.from(`${settings.shopId}:${settings.secretKey}`).toString("base64");
  try {
    const { status, ok, text } = await askOutside(
      `${settings.baseUrl.replace(/\/+$/, "")}${path}`,
      {
        method: post ? "POST" : "GET",
        headers: {
          authorization: `Basic ${credentials}`,
          ...(post && {
            "content-type": "application/json",
            "idempotence-key": post.idempotenceKey,
          }),
        },
        body: post ? JSON.stringify(post.body) : undefined,
        timeoutMs: TIMEOUT_MS,
      },
    );
    if (status >= 500 || status === 408 || status === 409 || status === 429) {
      return { kind: "unreachable", reason: `HTTP ${status}` };
    }
    const body = parsedJson(text);
    if (!ok) {
      const reason = reasonOf(settings, status, body);
      // A key used with another body: something was made with it already.
      return isAboutKey(body)
        ? { kind: "unreachable", reason }
        : { kind: "refused", status, reason };
    }
    const parsed = schema.safeParse(body);
    return parsed.success
      ? { kind: "ok", value: parsed.data }
      : { kind: "unreachable", reason: "the answer could not be read" };
  } catch (error) {
    return { kind: "unreachable", reason: error instanceof Error ? error.message : "unknown" };
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isAboutKey(body: unknown): boolean {
  const { parameter, description } = apiError.safeParse(body).data ?? {};
  return /idempotence/i.test(`${parameter} ${description}`);
}

/** What YooKassa says is wrong; were it to repeat the key, that stays out. */
function reasonOf({ secretKey }: YookassaSettings, status: number, body: unknown): string {
  if (status === 401) return "HTTP 401: the shop id or the secret key is not accepted";
  const { code, description } = apiError.safeParse(body).data ?? {};
  const text = [`HTTP ${status}`, code, description].filter(Boolean).join(": ").slice(0, 300);
  return secretKey ? text.replaceAll(secretKey, "***") : text;
}

/** Every item of a list that pages by cursor, until `found` says it is enough. */
export async function askAll<T extends z.ZodType>(
  settings: YookassaSettings,
  item: T,
  path: string,
  query: Record<string, string>,
  found: (item: z.output<T>) => boolean = () => false,
): Promise<Answer<z.output<T>[]>> {
  const items: z.output<T>[] = [];
  let cursor: string | null | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const search = new URLSearchParams({
      ...query,
      limit: String(PAGE),
      ...(cursor && { cursor }),
    });
    const answer = await ask(settings, listOf(item), `${path}?${search}`);
    if (answer.kind !== "ok") return answer;
    items.push(...answer.value.items);
    cursor = answer.value.next_cursor;
    if (!cursor || answer.value.items.some(found)) return { kind: "ok", value: items };
  }
  return { kind: "unreachable", reason: "the list has no end" };
}
