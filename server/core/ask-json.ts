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
 * Sends JSON and reads JSON, within seconds. Redirects are not followed: a secret header stays with whom it was
 * meant for. Reasons name a status or a network error, and nothing of what was sent.
 */
export async function askJson(url: string, { headers, post }: Request): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method: post === undefined ? "GET" : "POST",
      headers: { accept: "application/json", "content-type": "application/json", ...headers },
      body: post,
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const { status } = response;
    const reason = `HTTP ${status}`;
    if (status >= 500 || LATER.includes(status)) return { kind: "unreachable", reason };
    const body = parse(await response.text());
    if (!response.ok) return { kind: "refused", status, reason, body };
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

/** `fetch` hides what happened behind "fetch failed". */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  if (error.name === "TimeoutError") return "no answer in time";
  const cause = error.cause as { code?: unknown } | undefined;
  return typeof cause?.code === "string" ? cause.code : "the connection failed";
}
