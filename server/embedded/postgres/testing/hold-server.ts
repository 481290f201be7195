import { startPostgres } from "..";

/** A process that starts a server on the directory it is given, says where, and waits to be killed. */
const dir = process.argv[2];
if (!dir) throw new Error("usage: hold-server <directory>");
const { url, pid, adopted } = await startPostgres({ dir });
process.stdout.write(`${JSON.stringify({ url, pid, adopted })}\n`);
setInterval(() => {}, 60_000);
