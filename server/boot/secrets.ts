import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

const stored = z.object({
  AUTH_SECRET: z.string().min(32),
  ENCRYPTION_KEY: z.string().regex(/^[0-9a-f]{64}$/),
  TELEGRAM_WEBHOOK_SECRET: z.string().min(16),
  /** Written by `npm run rotate-key`. */
  ENCRYPTION_KEYS_OLD: z.array(z.string().regex(/^[0-9a-f]{64}$/)).optional(),
});

export type GeneratedSecrets = z.output<typeof stored>;

/**
 * The secrets that this installation made for itself on its first start, in `<dataDir>/secrets.json`.
 * Losing the file makes stored credentials unreadable, so it is never written over.
 */
export function generatedSecrets(dataDir: string): GeneratedSecrets {
  const file = path.join(dataDir, "secrets.json");
  return read(file) ?? create(file);
}

function read(file: string): GeneratedSecrets | null {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  try {
    return stored.parse(JSON.parse(text));
  } catch {
    throw new Error(
      `${file} is damaged. Restore it from a backup, or set AUTH_SECRET and ENCRYPTION_KEY; without ` +
        "the old ENCRYPTION_KEY stored credentials cannot be read.",
    );
  }
}

function create(file: string): GeneratedSecrets {
  const secrets: GeneratedSecrets = {
    AUTH_SECRET: randomBytes(32).toString("base64url"),
    ENCRYPTION_KEY: randomBytes(32).toString("hex"),
    TELEGRAM_WEBHOOK_SECRET: randomBytes(24).toString("base64url"),
  };
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const whole = `${file}.${process.pid}`;
  writeFileSync(whole, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  try {
    // Appears whole or not at all; of two starts at once one wins.
    linkSync(whole, file);
    return secrets;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    const winner = read(file);
    if (!winner) throw error;
    return winner;
  } finally {
    rmSync(whole, { force: true });
  }
}
