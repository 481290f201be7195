import { decodeUserPage } from "./decode-user";
import type { PanelOutcome } from "./outcome";
import type { Transport } from "./transport";
import type { PanelUserPage } from "./types";

export type StreamOptions = {
  /** Where an earlier, interrupted stream stood: the last `nextCursor` that was dealt with. */
  cursor?: string;
  /** 1–1000, default 1000. */
  size?: number;
  signal?: AbortSignal;
};

/**
 * Every user of the panel, a page at a time in ascending id. Ends after the last page or after the first
 * outcome that is not ok: only a stream that ended with `hasMore: false` was complete. The next page is
 * fetched while the caller works on this one; no more than two are ever in memory.
 */
export async function* streamUsers(
  transport: Transport,
  options: StreamOptions = {},
): AsyncGenerator<PanelOutcome<PanelUserPage>, void, void> {
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  const size = options.size ?? 1000;
  const fetchPage = (cursor: string | undefined) =>
    transport.send({
      method: "GET",
      path: `/api/users/stream?size=${size}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`,
      signal,
      decode: decodeUserPage,
    });

  let pending: Promise<PanelOutcome<PanelUserPage>> | undefined = fetchPage(options.cursor);
  let last = options.cursor;
  try {
    while (pending) {
      const page: PanelOutcome<PanelUserPage> = await pending;
      pending = undefined;
      const next: string | null = page.kind === "ok" ? page.value.nextCursor : null;
      // A cursor that stands still would stream the same page for ever.
      if (next !== null && next === last) {
        yield {
          kind: "unavailable",
          reason: "undecodable",
          message: "The cursor does not advance",
        };
        return;
      }
      if (next !== null) {
        last = next;
        pending = fetchPage(next);
      }
      yield page;
    }
  } finally {
    stop.abort();
  }
}
