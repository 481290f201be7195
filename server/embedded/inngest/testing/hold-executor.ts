import postgres from "postgres";
import { createApp } from "./start-app";

/**
 * A process that runs two-step functions on the database it is given and notes in table `note` what it does;
 * the process named `stuck` never ends a second step. It waits to be killed.
 */
const [, , url = "", name = ""] = process.argv;
const sql = postgres(url, { max: 2 });
const note = (line: string) => sql`insert into note(process, line) values (${name}, ${line})`;
const forever = new Promise<never>(() => {});

const app = createApp((inngest) => [
  inngest.createFunction({ id: "two", triggers: [{ event: "two" }] }, async ({ event, step }) => {
    const n = String(event.data.n);
    await step.run("one", () => note(`one ${n}`));
    await step.run("two", async () => {
      await note(`two ${n}`);
      if (name === "stuck") await forever;
    });
    await note(`done ${n}`);
  }),
  inngest.createFunction({ id: "tick", triggers: [{ cron: "* * * * * *" }] }, async ({ event }) => {
    await note(`tick ${event.ts}`);
  }),
]);
await app.attach({ databaseUrl: url, leaseMs: 1500 });
await note("ready");
