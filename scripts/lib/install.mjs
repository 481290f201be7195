import { readFileSync } from "node:fs";
import { run } from "./run.mjs";

/**
 * Installs what package-lock.json lists unless it is installed already.
 * @param {{ dev: boolean }} options dev: the tools for building and testing are needed as well
 */
export async function ensureInstalled({ dev }) {
  if (isInstalled({ dev })) return;
  console.log("Installing packages …");
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ["npm"];
  // Not `npm ci`: it refuses a lock file that was written where a registry mirror lacks the binaries of
  // other platforms. This one keeps to the locked versions too and leaves the file alone.
  const command = [...npm, "install", "--no-save", "--include=dev", "--no-audit", "--no-fund"];
  const { code } = await run(command, { env: { NODE_ENV: "development" } });
  if (code !== 0) {
    console.error("The packages could not be installed; what npm said is above.");
    process.exit(1);
  }
}

/** Compares what the lock file wants with npm's own record of what lies in node_modules. */
function isInstalled({ dev }) {
  const wanted = packagesIn("package-lock.json");
  const present = packagesIn("node_modules/.package-lock.json");
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([name, { version, optional, devOptional, dev: forDev }]) => {
    if (name === "" || (forDev && !dev)) return true;
    const found = present[name];
    // Optional packages are left out on other platforms.
    if (!found) return Boolean(optional || devOptional);
    return found.version === version;
  });
}

function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return null;
  }
}
