import type { IncomingHttpHeaders } from "node:http";
import type { Logger } from "@/server/core/logger";
import type { Reply } from "./errors";
import type { DemoUser } from "./model";
import type { UserStore } from "./store";
import type { WebhookSender } from "./webhooks";

export type DemoPanelVersion = "3.3.2" | "2.8.1";

/** What every handler works with. */
export type Panel = {
  version: DemoPanelVersion;
  legacy: boolean;
  store: UserStore;
  hooks: WebhookSender;
  now: () => number;
  startedAt: number;
  publicSubBase: () => string;
  /** Servers that the control page switched off. */
  nodesDown: Set<string>;
  log: Logger;
};

export type Call = {
  panel: Panel;
  params: Record<string, string>;
  query: Record<string, string>;
  body: unknown;
  headers: IncomingHttpHeaders;
};

export type Handler = (call: Call) => Reply | Promise<Reply>;

export type Route = {
  method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /** `/api/users/:user`; literal segments win over parameters by being listed first. */
  path: string;
  handler: Handler;
  /** Answers without a token. */
  open?: boolean;
};

export const json = (response: unknown, status = 200): Reply => ({ status, json: { response } });
export const empty = (status: number): Reply => ({ status });

export const membersOf = (panel: Panel, squad: string): number => {
  let members = 0;
  for (const user of panel.store.all()) if (user.squads.includes(squad)) members++;
  return members;
};

/** Runs for its effect on each user id of a bulk call; unknown ids are passed over, as the panel does. */
export async function eachUser(
  panel: Panel,
  ids: number[],
  change: (user: DemoUser) => Promise<unknown>,
): Promise<number> {
  let affected = 0;
  for (const id of ids) {
    const user = panel.store.get(id);
    if (!user) continue;
    await change(user);
    affected++;
  }
  return affected;
}
