import { spawn } from "node:child_process";
import path from "node:path";
import { root } from "./root.mjs";

/** The JavaScript entry of a tool in node_modules: needs neither npx nor a shell. */
export const tool = (file) => path.join(root, "node_modules", file);

/**
 * Runs a program to its end.
 * @param {string[]} command
 * @param {{ env?: Record<string, string | undefined>, quiet?: boolean }} [options]
 *   quiet keeps the output for the caller instead of showing it.
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run([file, ...args], { env = {}, quiet = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: quiet ? ["ignore", "pipe", "pipe"] : "inherit",
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk) => {
        output += chunk;
      });
    }
    child.on("error", (error) => resolve({ code: 127, output: `${file}: ${error.message}` }));
    child.on("close", (code, signal) => resolve({ code: signal ? 1 : (code ?? 1), output }));
  });
}

export const node = (file, ...args) => [process.execPath, tool(file), ...args];
