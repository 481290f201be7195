import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "./root.mjs";
import { node, run } from "./run.mjs";

const SOURCES = ["app", "components", "server", "db", "inngest", "public"];
const STAMP = ".next/rezeis-build";

/** True when `.next` was built from exactly the sources that lie here. */
export function isBuilt() {
  if (!existsSync(".next/BUILD_ID") || !existsSync(STAMP)) return false;
  return readFileSync(STAMP, "utf8") === fingerprint();
}

/** Builds the application unless it is built. Ends the process when that fails. */
export async function ensureBuilt() {
  if (await build()) return;
  console.error("The application could not be built; what is wrong is above.");
  process.exit(1);
}

/**
 * Builds the application unless it is built.
 * @returns {Promise<boolean>} whether there is a build now
 */
export async function build() {
  if (isBuilt()) return true;
  console.log("Building the application …");
  // Taken before: a change made during the build has to lead to another build.
  const stamp = fingerprint();
  const { code } = await run(node("next/dist/bin/next", "build"), {
    env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  if (code === 0) writeFileSync(STAMP, stamp);
  return code === 0;
}

/** A hash of everything a build depends on; contents, because a checkout changes times for no reason. */
function fingerprint() {
  const hash = createHash("sha256").update(process.versions.node.split(".")[0]);
  for (const file of [...rootFiles(), ...SOURCES.flatMap(filesBelow)].sort()) {
    hash.update(`\0${file}\0`).update(readFileSync(file));
  }
  return hash.digest("hex");
}

const rootFiles = () =>
  readdirSync(root).filter(
    (name) =>
      /^(next|postcss)\.config\.\w+$/.test(name) ||
      ["instrumentation.ts", "proxy.ts", "package-lock.json", "tsconfig.json"].includes(name),
  );

function filesBelow(directory) {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
}
