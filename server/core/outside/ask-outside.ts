import http from "node:http";
import https from "node:https";
import { outsideAgent } from "./agents";
import { hostOf, InsideError, leadsInside } from "./guard";

/** Far above any answer of an API that is asked here. */
const MAX_BYTES = 8 * 1024 * 1024;

export type OutsideRequest = {
  method?: "GET" | "POST";
  headers?: Record<string, string>;
  body?: string;
  /** Milliseconds for the whole exchange. */
  timeoutMs: number;
};

/**
 * One exchange with an address that an operator gave. Redirects are not followed: they would lead anywhere, and a
 * secret header stays with whom it was meant for.
 *
 * @throws InsideError, the network's own errors with their `code`, `TimeoutError`
 */
export function askOutside(
  url: string,
  { method = "GET", headers, body, timeoutMs }: OutsideRequest,
): Promise<{ status: number; ok: boolean; text: string }> {
  const host = hostOf(url) ?? "";
  // A connection that was kept is not made anew.
  if (leadsInside(host)) return Promise.reject(new InsideError(host));
  return new Promise((resolve, reject) => {
    const { request } = url.startsWith("http:") ? http : https;
    const signal = AbortSignal.timeout(timeoutMs);
    const fail = (error: Error) => reject(signal.aborted ? signal.reason : error);
    const options = { method, headers, agent: outsideAgent(url), signal };
    const sent = request(url, options, (answer) => {
      const chunks: Buffer[] = [];
      let length = 0;
      answer.on("data", (chunk: Buffer) => {
        length += chunk.length;
        if (length > MAX_BYTES) answer.destroy(new Error("the answer has no end"));
        else chunks.push(chunk);
      });
      answer.on("error", fail);
      answer.on("end", () => {
        const status = answer.statusCode ?? 0;
        const text = Buffer.concat(chunks).toString("utf8");
        resolve({ status, ok: status >= 200 && status < 300, text });
      });
    });
    sent.on("error", fail);
    sent.end(body);
  });
}
