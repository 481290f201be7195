import { connect } from "@/db/client";
import { systemContext } from "@/server/core/context";
import { workBulkRun } from "..";

/** A process that works on a bulk run until it is killed. */
const [, , url = "", runId = ""] = process.argv;
const ctx = systemContext("worker", { db: connect(url).db });
process.stdout.write("ready\n");
await workBulkRun(ctx, { runId, limit: 1_000_000 });
