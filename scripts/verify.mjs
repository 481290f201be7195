#!/usr/bin/env node
import "./lib/node-version.mjs";
import { conclude, verify } from "./lib/checks.mjs";
import { ensureInstalled } from "./lib/install.mjs";

/** `npm run verify`: style, types, walls, unused code, packages, rules and unit tests. */
await ensureInstalled({ dev: true });
conclude(await verify());
