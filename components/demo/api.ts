/** A stand-in refused, in its own words, or could not be reached. */
export class DemoError extends Error {}

type Service = "telegram" | "panel" | "gateway";

async function call(
  service: Service,
  path: string,
  body?: object,
  signal?: AbortSignal,
): Promise<unknown> {
  const response = await fetch(`/demo/api/${service}/${path}`, {
    method: body ? "POST" : "GET",
    cache: "no-store",
    ...(signal ? { signal } : {}),
    ...(body
      ? { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }
      : {}),
  });
  const answer: unknown = await response.json();
  if (response.ok) return answer;
  const { description, message } = answer as { description?: string; message?: string };
  throw new DemoError(description ?? message ?? String(response.status));
}

/** Acts as the people behind Telegram's stand-in. Throws {@link DemoError}. */
export async function telegram<T>(path: string, body?: object, signal?: AbortSignal): Promise<T> {
  return ((await call("telegram", path, body, signal)) as { result: T }).result;
}

export async function panel<T>(path: string, body?: object): Promise<T> {
  return ((await call("panel", path, body)) as { response: T }).response;
}

export async function gateway<T>(path: string, body?: object): Promise<T> {
  return (await call("gateway", path, body)) as T;
}
