import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { sha256Hex } from "./crypto";
import { env } from "./env";
import { AppError, isAppError } from "./errors";

type Key = { id: string; bytes: Buffer };

/** Short enough for every value, and says nothing about the key. */
const toKey = (hex: string): Key => {
  const bytes = Buffer.from(hex, "hex");
  return { id: sha256Hex(bytes).slice(0, 8), bytes };
};

function currentKey(): Key {
  const { ENCRYPTION_KEY } = env();
  if (!ENCRYPTION_KEY) throw new Error("ENCRYPTION_KEY is not set; boot provides one");
  return toKey(ENCRYPTION_KEY);
}

const knownKeys = (): Key[] => [currentKey(), ...env().ENCRYPTION_KEYS_OLD.map(toKey)];

/** AES-256-GCM under the current key: `v2.<key>.<iv>.<tag>.<ciphertext>`, the last three base64url. */
export function encrypt(plain: string): string {
  const { id, bytes } = currentKey();
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", bytes, iv);
  const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  const parts = [iv, cipher.getAuthTag(), body].map((part) => part.toString("base64url"));
  return ["v2", id, ...parts].join(".");
}

/** How every value sealed with the current key begins. */
export const currentPrefix = (): string => `v2.${currentKey().id}.`;

/**
 * Reverses {@link encrypt}, with whichever known key it was sealed; values of the first version name none.
 *
 * @throws AppError `precondition encryption_key_missing`
 */
export function decrypt(sealed: string): string {
  const [version, ...rest] = sealed.split(".");
  const named = version === "v2" ? rest.shift() : null;
  const [iv, tag, body] = rest;
  if (!["v1", "v2"].includes(version ?? "") || !iv || !tag || body === undefined) {
    throw new Error("Not a value sealed by this application");
  }
  const parts = { iv, tag, body };
  for (const key of knownKeys().filter(({ id }) => named === null || id === named)) {
    const plain = open(key, parts);
    if (plain !== null) return plain;
  }
  throw new AppError(
    "precondition",
    "encryption_key_missing",
    `A stored secret was sealed with another key${named ? ` (${named})` : ""}: add that key to ENCRYPTION_KEYS_OLD, or enter the secret anew.`,
    { key: named ?? "" },
  );
}

/** As {@link decrypt}, and null where no known key opens it. */
export function decryptOrNull(sealed: string): string | null {
  try {
    return decrypt(sealed);
  } catch (error) {
    if (isAppError(error) && error.code === "encryption_key_missing") return null;
    throw error;
  }
}

/** Null when it is another key's, or was changed. */
function open({ bytes }: Key, { iv, tag, body }: Record<"iv" | "tag" | "body", string>) {
  try {
    const decipher = createDecipheriv("aes-256-gcm", bytes, Buffer.from(iv, "base64url"));
    decipher.setAuthTag(Buffer.from(tag, "base64url"));
    return (
      decipher.update(Buffer.from(body, "base64url"), undefined, "utf8") + decipher.final("utf8")
    );
  } catch {
    return null;
  }
}
