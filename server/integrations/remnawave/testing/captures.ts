import { readFileSync } from "node:fs";
import path from "node:path";

/** An exchange with a running panel; `response` is the body byte for byte. */
export type Capture = {
  method: string;
  path: string;
  body: unknown;
  status: number;
  contentType: string | null;
  response: string;
};

/** A webhook as it arrived. `signature` is null where only the queued body was captured. */
export type CapturedWebhook = { signature: string | null; timestamp: string; rawBody: string };

export type CapturedVersion = "3.3.2" | "2.8.1";

/** What the captured webhooks were signed with. */
export const CAPTURED_WEBHOOK_SECRET =
  "localacceptancesecret0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";

const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(path.join(import.meta.dirname, "../fixtures", name), "utf8"));

export const captures = (version: CapturedVersion): Record<string, Capture> =>
  fixture(`panel-${version}.json`) as Record<string, Capture>;

export const capturedWebhooks = (version: CapturedVersion): Record<string, CapturedWebhook> =>
  fixture(`webhooks-${version}.json`) as Record<string, CapturedWebhook>;
