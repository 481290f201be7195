#!/usr/bin/env node
import "./lib/node-version.mjs";
import "./lib/root.mjs";
import { ensureBuilt, isBuilt } from "./lib/build.mjs";
import { ensureInstalled } from "./lib/install.mjs";
import { serve } from "./lib/serve.mjs";

/** `npm start`: from a fresh clone to a running application. `--dev`: with hot reload, without a build. */
const dev = process.argv.includes("--dev");
await ensureInstalled({ dev: dev || !isBuilt() });
if (!dev) await ensureBuilt();
await serve({ dev });
