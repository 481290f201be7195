import http from "node:http";
import https from "node:https";
import { guardedLookup, InsideError, leadsInside } from "./guard";

const options = { keepAlive: true, lookup: guardedLookup() };

class GuardedHttp extends http.Agent {
  override createConnection(...[to, done]: Parameters<http.Agent["createConnection"]>) {
    refuseInside(to);
    return super.createConnection(to, done);
  }
}

class GuardedHttps extends https.Agent {
  override createConnection(...[to, done]: Parameters<https.Agent["createConnection"]>) {
    refuseInside(to);
    return super.createConnection(to, done);
  }
}

/** A host that is an address already is not looked up. */
function refuseInside(to: object): void {
  const host = "host" in to && typeof to.host === "string" ? to.host : "";
  if (leadsInside(host)) throw new InsideError(host);
}

const agents = { "http:": new GuardedHttp(options), "https:": new GuardedHttps(options) };

/** Connections to what operators' settings name: never into the own network. Throws {@link InsideError}. */
export const outsideAgent = (url: string): http.Agent =>
  agents[new URL(url).protocol === "http:" ? "http:" : "https:"];
