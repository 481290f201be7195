import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** What of the application takes a body; pages only show. Development's own tools come in under `/__nextjs`. */
const TAKES_BODIES = /^\/(api|demo|realtime|__nextjs[^/]*)(\/|$)/;
const READING = new Set(["GET", "HEAD", "OPTIONS"]);
const METHODS = new Set([...READING, "POST", "PUT", "PATCH", "DELETE"]);

/**
 * Why a request is refused before Next sees it, which would answer each of these with 500 and a page of log:
 * a method that its `Request` cannot hold, an address that is no UTF-8, a body for a page, the state of its own
 * router made up by somebody.
 * @param {import("node:http").IncomingMessage} req
 * @returns {{ status: number, why: string } | null}
 */
export function refusalOf({ method = "", url = "", headers }) {
  const path = url.split("?", 1)[0];
  if (!METHODS.has(method)) return { status: 405, why: "This method is not known here." };
  if (!path.startsWith("/") || !isDecodable(path)) {
    return { status: 400, why: "This address cannot be read." };
  }
  if (!READING.has(method) && !TAKES_BODIES.test(path)) {
    return { status: 405, why: "Pages are read with GET." };
  }
  const state = headers["next-router-state-tree"];
  if (state !== undefined && !isRouterState(state)) {
    return { status: 400, why: "The router's state cannot be read." };
  }
  return null;
}

function isDecodable(text) {
  try {
    return !decodeURIComponent(text).includes("\0");
  } catch {
    return false;
  }
}

function isRouterState(text) {
  // Next's own reader: whatever it takes is taken, and nothing else. Not there yet when a fresh clone starts.
  const reader = require("next/dist/server/app-render/parse-and-validate-flight-router-state");
  try {
    reader.parseAndValidateFlightRouterState(text);
    return true;
  } catch {
    return false;
  }
}
