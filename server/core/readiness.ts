/** What one part of the process says about itself; further fields are shown as they are. */
export type PartState = { ok: boolean } & Record<string, unknown>;
export type Check = () => Promise<PartState> | PartState;
export type Readiness = { ok: boolean; parts: Record<string, PartState> };

const KEY = Symbol.for("rezeis.readiness");
type Shared = { [KEY]?: Map<string, Check> };

/** Next bundles boot code and routes apart, so the register of checks hangs on the process. */
function checks(): Map<string, Check> {
  const shared = globalThis as Shared;
  shared[KEY] ??= new Map();
  return shared[KEY];
}

/** Adds a part that has to be well before traffic is welcome. Returns how to take it off again. */
export function registerCheck(name: string, check: Check): () => void {
  checks().set(name, check);
  return () => checks().delete(name);
}

const CHECK_TIMEOUT_MS = 3000;

/** Asks every registered part. A part that throws or does not answer in 3 s is not ready. */
export async function readiness(): Promise<Readiness> {
  const states = await Promise.all(
    [...checks()].map(async ([name, check]) => [name, await ask(check)] as const),
  );
  return {
    ok: states.length > 0 && states.every(([, state]) => state.ok),
    parts: Object.fromEntries(states),
  };
}

async function ask(check: Check): Promise<PartState> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<PartState>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false, error: "no answer" }), CHECK_TIMEOUT_MS);
  });
  try {
    return await Promise.race([check(), late]);
  } catch {
    // The address is public: what exactly is wrong stands in the log of the part itself.
    return { ok: false, error: "failed" };
  } finally {
    clearTimeout(timer);
  }
}
