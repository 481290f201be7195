#!/usr/bin/env node
import "./lib/node-version.mjs";
import { ensureBuilt } from "./lib/build.mjs";
import { ensureInstalled } from "./lib/install.mjs";

/** `npm run build`: what `npm start` would do first, for images and deployments. */
await ensureInstalled({ dev: true });
await ensureBuilt();
