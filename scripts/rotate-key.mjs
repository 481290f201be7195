#!/usr/bin/env node
import "./lib/node-version.mjs";
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { root } from "./lib/root.mjs";

/**
 * `npm run rotate-key`: a new key for stored secrets. The old one is kept beside it, so nothing is unreadable at any
 * moment: what runs goes on with it, and the next start seals everything with the new one.
 */
const require = createRequire(path.join(root, "package.json"));
require("@next/env").loadEnvConfig(root, false, { info: () => {}, error: console.error });
const { ENCRYPTION_KEY: given, ENCRYPTION_KEYS_OLD: before = "", DATA_DIR = ".data" } = process.env;
const made = randomBytes(32).toString("hex");

if (given) {
  console.log(`The key comes from the environment. Set there, for every process, and restart:

  ENCRYPTION_KEY=${made}
  ENCRYPTION_KEYS_OLD=${[given, ...before.split(",").filter(Boolean)].join()}

Several processes: first start all of them with the new key added to ENCRYPTION_KEYS_OLD, then swap the two.`);
} else {
  const file = path.resolve(DATA_DIR, "secrets.json");
  if (!existsSync(file)) {
    console.error(`There is no ${file} yet: the first start makes a key.`);
    process.exit(1);
  }
  const secrets = JSON.parse(readFileSync(file, "utf8"));
  const next = {
    ...secrets,
    ENCRYPTION_KEY: made,
    ENCRYPTION_KEYS_OLD: [secrets.ENCRYPTION_KEY, ...(secrets.ENCRYPTION_KEYS_OLD ?? [])],
  };
  const whole = `${file}.${process.pid}`;
  writeFileSync(whole, `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600, flush: true });
  // Whole or not at all.
  renameSync(whole, file);
  console.log(`${file} has a new key, and the old one beside it. Restart the application: it seals what is stored
with the new key and says when the old one is needed no more. Make a backup of the file now.`);
}
