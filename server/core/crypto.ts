import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import { env } from "./env";

export const sha256Hex = (data: string | Uint8Array): string =>
  createHash("sha256").update(data).digest("hex");

export const hmacSha256Hex = (key: string | Uint8Array, data: string | Uint8Array): string =>
  createHmac("sha256", key).update(data).digest("hex");

/** Constant-time comparison of two texts; false when lengths differ. */
export function safeEqual(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

export const randomToken = (bytes = 24): string => randomBytes(bytes).toString("base64url");

/** AES-256-GCM under ENCRYPTION_KEY: `v1.<iv>.<tag>.<ciphertext>`, each base64url. */
export function encrypt(plain: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", encryptionKey(), iv);
  const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return ["v1", iv, cipher.getAuthTag(), body]
    .map((part) => (typeof part === "string" ? part : part.toString("base64url")))
    .join(".");
}

/** Reverses {@link encrypt}; throws when the key is not the one it was written with. */
export function decrypt(sealed: string): string {
  const [version, iv, tag, body] = sealed.split(".");
  if (version !== "v1" || !iv || !tag || body === undefined) {
    throw new Error("Not a value sealed by this application");
  }
  const decipher = createDecipheriv("aes-256-gcm", encryptionKey(), Buffer.from(iv, "base64url"));
  decipher.setAuthTag(Buffer.from(tag, "base64url"));
  return (
    decipher.update(Buffer.from(body, "base64url"), undefined, "utf8") + decipher.final("utf8")
  );
}

function encryptionKey(): Buffer {
  const key = env().ENCRYPTION_KEY;
  if (!key) throw new Error("ENCRYPTION_KEY is not set; boot provides one");
  return Buffer.from(key, "hex");
}
