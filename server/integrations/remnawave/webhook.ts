import { z } from "zod";
import { hmacSha256Hex, safeEqual } from "@/server/core/crypto";
import { decodeDevice, decodeNode } from "./decode";
import { decodeUser } from "./decode-user";
import type { PanelDevice, PanelNode, PanelUser } from "./types";

/**
 * True only if `signature` is the HMAC-SHA256 of exactly these bytes. A missing secret or header is
 * false: the door fails closed.
 */
export function verifyPanelSignature(
  secret: string | undefined,
  rawBody: Uint8Array,
  signature: string | null | undefined,
): boolean {
  if (!secret || !signature) return false;
  return safeEqual(hmacSha256Hex(secret, rawBody), signature);
}

export type PanelWebhookScope =
  | "user"
  | "user_hwid_devices"
  | "node"
  | "service"
  | "errors"
  | "crm"
  | "torrent_blocker"
  | (string & {});

/**
 * A panel event in today's names. `data` is the body's without VPN secrets, private keys and typed
 * passwords, so it may be stored; `user`, `device` and `node` are decoded when the event carries them.
 */
export type PanelWebhook = {
  scope: PanelWebhookScope;
  event: string;
  /** The panel's own time. */
  timestamp: Date;
  data: Record<string, unknown>;
  meta: { expiration?: number; notConnectedAfterHours?: number };
  user: PanelUser | null;
  device: PanelDevice | null;
  node: PanelNode | null;
};

const body = z.object({
  scope: z.string().optional(),
  event: z.string(),
  timestamp: z.iso.datetime({ offset: true }),
  data: z.record(z.string(), z.unknown()).nullish(),
  meta: z
    .object({ expiration: z.number().optional(), notConnectedAfterHours: z.number().optional() })
    .nullish(),
});

/** Until 2.7 each distance to the expiry was an event of its own. */
const LEGACY_EXPIRATION: Record<string, number> = {
  "user.expires_in_72_hours": -72,
  "user.expires_in_48_hours": -48,
  "user.expires_in_24_hours": -24,
  "user.expired_24_hours_ago": 24,
};

/** Never kept: VPN keys, the REALITY private key, the password somebody typed, the whole link. */
const SECRET_KEYS = new Set([
  "trojanPassword",
  "vlessUuid",
  "ssPassword",
  "password",
  "rawInbound",
  "privateKey",
  "subscriptionUrl",
]);

/** Reads a webhook whose signature was verified; null if it is not one of the panel's. */
export function parsePanelWebhook(rawBody: Uint8Array | string): PanelWebhook | null {
  const parsed = body.safeParse(parseJson(rawBody));
  if (!parsed.success) return null;
  const { event, scope, timestamp, data, meta } = parsed.data;
  const legacy = LEGACY_EXPIRATION[event];
  const resolved = scope ?? event.split(".")[0] ?? "";
  const content = data ?? {};
  return {
    scope: resolved,
    event: legacy === undefined ? event : "user.expiration",
    timestamp: new Date(timestamp),
    data: withoutSecrets(content) as Record<string, unknown>,
    meta: { ...meta, ...(legacy === undefined ? {} : { expiration: legacy }) },
    user: attempt(decodeUser, resolved === "user" ? content : content.user),
    device: attempt(decodeDevice, content.hwidUserDevice),
    node: attempt(decodeNode, resolved === "node" ? content : content.node),
  };
}

function parseJson(rawBody: Uint8Array | string): unknown {
  try {
    return JSON.parse(typeof rawBody === "string" ? rawBody : new TextDecoder().decode(rawBody));
  } catch {
    return undefined;
  }
}

/** An event is a hint: one whose payload we cannot read still tells to look. */
function attempt<T>(decode: (value: unknown) => T, value: unknown): T | null {
  if (value === undefined || value === null) return null;
  try {
    return decode(value);
  } catch {
    return null;
  }
}

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !SECRET_KEYS.has(key))
      .map(([key, inner]) => [key, withoutSecrets(inner)]),
  );
}
