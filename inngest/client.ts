import { Inngest } from "inngest";
import { type Env, env } from "@/server/core/env";
import { CleanErrors } from "./clean-errors";

/** Where boot code puts the embedded executor's way in; looked up at each call, because it starts later. */
const KEY = Symbol.for("rezeis.inngest.fetch");

const embeddedFetch: typeof fetch = (input, init) => {
  const target = (globalThis as { [KEY]?: typeof fetch })[KEY];
  if (!target) return Promise.reject(new Error("The job executor is not running"));
  return target(input, init);
};

/** Null when it makes no sense: boot says so in words, and loading a module is not the place to. */
function environment(): Env | null {
  try {
    return env();
  } catch {
    return null;
  }
}

const silent = { info() {}, warn() {}, error() {}, debug() {} };

/** The one client. With INNGEST_* set it speaks to that server, else to the executor of this process. */
function createClient(): Inngest {
  const { INNGEST_BASE_URL, INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY } = environment() ?? {};
  return INNGEST_EVENT_KEY && INNGEST_SIGNING_KEY
    ? new Inngest({
        id: "rezeis",
        isDev: false,
        baseUrl: INNGEST_BASE_URL,
        eventKey: INNGEST_EVENT_KEY,
        signingKey: INNGEST_SIGNING_KEY,
        middleware: [CleanErrors],
      })
    : new Inngest({
        id: "rezeis",
        isDev: true,
        fetch: embeddedFetch,
        logger: silent,
        middleware: [CleanErrors],
      });
}

export const inngest = createClient();
