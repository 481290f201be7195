import type { Call, Panel, Route } from "./context";
import { json } from "./context";
import type { Reply } from "./errors";
import { type DemoUser, secretsOf } from "./model";
import { nodesOfSquads } from "./world";

const DAY = 86_400_000;
const missing: Reply = {
  status: 404,
  json: { isFound: false, statusCode: 404, message: "Resource not found" },
};

function linksOf(user: DemoUser): string[] {
  if (user.status !== "ACTIVE") return [];
  const { vlessUuid } = secretsOf(user);
  return nodesOfSquads(user.squads).map(({ node }) => {
    const name = encodeURIComponent(`${node.flag} ${node.name.replace(/-\d+$/, "")}`);
    const query = new URLSearchParams({
      encryption: "none",
      flow: "xtls-rprx-vision",
      type: "tcp",
      security: "reality",
      sni: "www.example.com",
      fp: "chrome",
      pbk: "Z84J2IelR9ch3k8VtlVhhs5ycBUlXA7wHBWcBrjqnAw",
      sid: "0123456789abcdef",
    });
    return `vless://${vlessUuid}@${node.host}:443?${query}#${name}`;
  });
}

/** What a client shows when there is nothing to connect to. */
const remark = (user: DemoUser): string => {
  const texts: Record<string, string> = {
    EXPIRED: "⌛ Subscription expired",
    LIMITED: "🚧 Subscription limited",
    DISABLED: "🚫 Subscription disabled",
    ACTIVE: "→ No hosts found",
  };
  const host = "0.0.0.0:1?encryption=none&type=tcp&security=none";
  const id = "00000000-0000-0000-0000-000000000000";
  return `vless://${id}@${host}#${encodeURIComponent(texts[user.status] ?? "")}`;
};

const urlOf = (panel: Panel, user: DemoUser) => `${panel.publicSubBase()}/${user.shortUuid}`;

const gib = (bytes: number): string =>
  bytes === 0 ? "0" : `${(bytes / 1024 ** 3).toFixed(2)} GiB`;

function info({ panel, params }: Call) {
  const user = panel.store.byShortUuid(params.short ?? "");
  if (!user) return missing;
  return json({
    isFound: true,
    user: {
      shortUuid: user.shortUuid,
      daysLeft: Math.max(0, Math.floor((user.expireAt - panel.now()) / DAY)),
      trafficUsed: gib(user.usedBytes),
      trafficLimit: user.trafficLimitBytes === 0 ? "∞" : gib(user.trafficLimitBytes),
      lifetimeTrafficUsed: gib(user.lifetimeBytes),
      lifetimeTrafficUsedBytes: String(user.lifetimeBytes),
      trafficLimitBytes: String(user.trafficLimitBytes),
      trafficUsedBytes: String(user.usedBytes),
      username: user.username,
      expiresAt: new Date(user.expireAt).toISOString(),
      isActive: user.status === "ACTIVE",
      userStatus: user.status,
      trafficLimitStrategy: user.trafficLimitStrategy,
    },
    links: linksOf(user),
    ssConfLinks: {},
    subscriptionUrl: urlOf(panel, user),
  });
}

const clash = (links: string[]): string =>
  [
    "mixed-port: 7890",
    "mode: global",
    "proxies:",
    ...links.map((link) => {
      const url = new URL(link);
      const name = decodeURIComponent(url.hash.slice(1));
      return `  - { name: "${name}", type: vless, server: ${url.hostname}, port: 443, uuid: ${url.username}, network: tcp, udp: true, tls: true, flow: xtls-rprx-vision, servername: www.example.com }`;
    }),
    "",
  ].join("\n");

function config({ panel, params, headers }: Call): Reply {
  const user = panel.store.byShortUuid(params.short ?? "");
  if (!user) return missing;
  const links = linksOf(user);
  const isClash = /^(clash|mihomo|flclash)/i.test(headers["user-agent"] ?? "");
  const shown = links.length > 0 ? links : [remark(user)];
  return {
    status: 200,
    text: isClash ? clash(links) : Buffer.from(shown.join("\n")).toString("base64"),
    headers: {
      "content-type": `${isClash ? "text/yaml" : "text/plain"}; charset=utf-8`,
      "content-disposition": `attachment; filename=${user.username}`,
      "profile-title": `base64:${Buffer.from("Remnawave").toString("base64")}`,
      "profile-update-interval": "12",
      "profile-web-page-url": urlOf(panel, user),
      "subscription-userinfo": `upload=0; download=${user.usedBytes}; total=${user.trafficLimitBytes}; expire=${Math.floor(user.expireAt / 1000)}`,
    },
  };
}

/** What VPN clients fetch; needs no token. */
export const subscriptionRoutes: Route[] = [
  { method: "GET", path: "/api/sub/:short/info", handler: info, open: true },
  { method: "GET", path: "/api/sub/:short", handler: config, open: true },
];
