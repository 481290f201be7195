import path from "node:path";
import { fileURLToPath } from "node:url";

/** The directory of the checkout; every script works from there, wherever it was called. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
process.chdir(root);
