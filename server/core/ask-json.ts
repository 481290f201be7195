import { askOutside } from "./outside/ask-outside";
import { InsideError } from "./outside/guard";

/** What became of a call. Only `unreachable` says nothing about what the other side did with it. */
export type Answer =
  | { kind: "ok"; body: unknown }
  /** It was understood and not done: 4xx. `body` is whatever could be read. */
  | { kind: "refused"; status: number; reason: string; body: unknown }
  | { kind: "unreachable"; reason: string };

const TIMEOUT_MS = 8000;
/** Answers that ask for patience: what was wanted may still be done later. */
const LATER = [408, 425, 429];

type Request = { headers: Record<string, string>; post?: string };

/**
 * Sends JSON and reads JSON, within seconds. Reasons name a status or a network error, and nothing of what was sent.
 */
export async function askJson(url: string, { headers, post }: Request): Promise<Answer> {
  try {
    const { status, ok, text } = await askOutside(url, {
      method: post === undefined ? "GET" : "POST",
      headers: { accept: "application/json", "content-type": "application/json", ...headers },
      body: post,
      timeoutMs: TIMEOUT_MS,
    });
    const reason = `HTTP ${status}`;
    if (status >= 500 || LATER.includes(status)) return { kind: "unreachable", reason };
    const body = parse(text);
    if (!ok) return { kind: "refused", status, reason, body };
    return body === undefined
      ? { kind: "unreachable", reason: "the answer is not JSON" }
      : { kind: "ok", body };
  } catch (error) {
    return { kind: "unreachable", reason: reasonOf(error) };
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  if (error.name === "TimeoutError") return "no answer in time";
  if (error instanceof InsideError) return error.message;
  return "code" in error && typeof error.code === "string" ? error.code : "the connection failed";
}
