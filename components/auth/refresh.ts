const KEY = "rezeis.refreshed";
/** Another tab did it so lately that its cookies are still good. */
const RECENT_MS = 30_000;

let running: Promise<boolean> | undefined;

const refreshedAt = (): number => {
  try {
    return Number(localStorage.getItem(KEY) ?? 0);
  } catch {
    return 0;
  }
};

function remember(): void {
  try {
    localStorage.setItem(KEY, String(Date.now()));
  } catch {
    // Without storage each tab refreshes for itself, which the server allows.
  }
}

async function ask(asked: number): Promise<boolean> {
  const at = refreshedAt();
  // While this tab waited for its turn, another one did it.
  if (at >= asked && Date.now() - at < RECENT_MS) return true;
  const response = await fetch("/api/auth/refresh", { method: "POST" });
  if (response.ok) remember();
  // A server that is away says nothing about the session.
  return response.ok || response.status >= 500;
}

async function inTurn(): Promise<boolean> {
  const asked = Date.now();
  if (!navigator.locks) return ask(asked);
  return navigator.locks.request("rezeis.refresh", () => ask(asked));
}

/** Replaces this browser's tokens, once however many ask. False when the session is over. */
export function refreshSession(): Promise<boolean> {
  running ??= inTurn()
    .catch(() => true)
    .finally(() => {
      running = undefined;
    });
  return running;
}

/** When this browser's tokens were last replaced, in any tab; 0 when that is not known. */
export const lastRefresh = refreshedAt;
