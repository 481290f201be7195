import { configuration } from "@/server/boot/configuration";
import { seals } from "@/server/boot/seals";
import { logger } from "@/server/core/logger";

/**
 * The part of a start that seals what is stored with the new key, for tests that kill it. Its keys come from the
 * data directory, as they do in an installation.
 */
const boot = { log: logger(), notices: [] as string[] };
await configuration.start(boot);
await seals.start(boot);
process.stdout.write(`sealed\n${boot.notices.join("\n")}\n`);
process.exit(0);
