/** The stand-in's servers, inbounds and squads; uuids are those of the captured panel. */
const PROFILE = "563671e3-7f3e-4f64-a24f-84d9c157f65e";
const CREATED = "2026-01-12T09:22:24.006Z";

const reality = (tag: string, port: number, uuid: string, network: string): DemoInbound => ({
  uuid,
  profileUuid: PROFILE,
  tag,
  type: "vless",
  network,
  security: "reality",
  port,
  rawInbound: {
    tag,
    port,
    listen: "0.0.0.0",
    protocol: "vless",
    settings: { clients: [], decryption: "none" },
    sniffing: { enabled: true, destOverride: ["http", "tls", "quic"] },
    streamSettings: {
      network,
      security: "reality",
      realitySettings: {
        show: false,
        xver: 0,
        target: "www.example.com:443",
        shortIds: ["0123456789abcdef"],
        // Worthless, but it must be there: the real panel sends it, and nobody may pass it on.
        privateKey: "demo-demo-demo-demo-demo-demo-demo-demo-000",
        serverNames: ["www.example.com"],
      },
    },
  },
});

export type DemoInbound = {
  uuid: string;
  profileUuid: string;
  tag: string;
  type: string;
  network: string | null;
  security: string | null;
  port: number;
  rawInbound: Record<string, unknown>;
};

const shadowsocks: DemoInbound = {
  uuid: "896bdbc7-20a9-4649-afd3-53685cddd042",
  profileUuid: PROFILE,
  tag: "Shadowsocks",
  type: "shadowsocks",
  network: null,
  security: null,
  port: 1234,
  rawInbound: {
    tag: "Shadowsocks",
    port: 1234,
    protocol: "shadowsocks",
    settings: { method: "chacha20-ietf-poly1305", clients: [], network: "tcp,udp" },
    sniffing: { enabled: true, destOverride: ["http", "tls", "quic"] },
  },
};

const INBOUNDS: Record<"vless" | "trial" | "shadowsocks", DemoInbound> = {
  shadowsocks,
  vless: reality("VLESS", 443, "0872e17f-4ca0-4a65-98f7-3c1be32b9dd6", "raw"),
  trial: reality("VLESS-TRIAL", 8443, "5b0f1a52-6a7b-4f5e-9a51-0f3b8e1c7d20", "raw"),
};

export type DemoSquad = {
  uuid: string;
  name: string;
  inbounds: DemoInbound[];
  createdAt: string;
};

/** Which squad sees which servers follows from the inbounds they share. */
export const INTERNAL_SQUADS: DemoSquad[] = [
  {
    uuid: "b913284c-814a-4f73-9db8-32635abd71d2",
    name: "Default-Squad",
    inbounds: [INBOUNDS.shadowsocks],
    createdAt: CREATED,
  },
  {
    uuid: "f3564679-f6f3-411f-a9bd-bad0e7faef80",
    name: "Premium",
    inbounds: [INBOUNDS.vless],
    createdAt: CREATED,
  },
  {
    uuid: "2c0d2f43-93d5-4c0b-8a4e-6f0b2d7f1c55",
    name: "Trial",
    inbounds: [INBOUNDS.trial],
    createdAt: CREATED,
  },
];

export const EXTERNAL_SQUADS = [
  { uuid: "408c9f12-c605-45b1-b891-d79aca7eefce", name: "Reseller-A", createdAt: CREATED },
];

export type DemoNode = {
  uuid: string;
  id: number;
  name: string;
  flag: string;
  countryCode: string;
  host: string;
  cpus: number;
  memoryTotal: number;
  /** Its share of the people online. */
  weight: number;
  /** Offset of its daily rhythm, in hours. */
  phase: number;
  tags: string[];
  inbounds: DemoInbound[];
};

const GIB = 1024 ** 3;

export const NODES: DemoNode[] = [
  {
    uuid: "c06c1dd1-3019-46eb-b91e-5436bdb3d628",
    id: 1,
    name: "Frankfurt-1",
    flag: "🇩🇪",
    countryCode: "DE",
    host: "de1.vpn.example.com",
    cpus: 8,
    memoryTotal: 16 * GIB,
    weight: 0.42,
    phase: 0,
    tags: ["PREMIUM"],
    inbounds: [INBOUNDS.vless, INBOUNDS.trial],
  },
  {
    uuid: "818c4110-79de-4337-8d8a-d966ece24b49",
    id: 2,
    name: "Amsterdam-1",
    flag: "🇳🇱",
    countryCode: "NL",
    host: "nl1.vpn.example.com",
    cpus: 4,
    memoryTotal: 8 * GIB,
    weight: 0.28,
    phase: 0.6,
    tags: ["PREMIUM"],
    inbounds: [INBOUNDS.vless],
  },
  {
    uuid: "1e54561c-4e43-46e8-8005-022f8cc50a61",
    id: 3,
    name: "Helsinki-1",
    flag: "🇫🇮",
    countryCode: "FI",
    host: "fi1.vpn.example.com",
    cpus: 4,
    memoryTotal: 8 * GIB,
    weight: 0.2,
    phase: 1.1,
    tags: ["PREMIUM"],
    inbounds: [INBOUNDS.vless, INBOUNDS.trial],
  },
  {
    uuid: "78a6dbb7-7609-4b6f-8010-bf121b4f779c",
    id: 4,
    name: "Warsaw-1",
    flag: "🇵🇱",
    countryCode: "PL",
    host: "pl1.vpn.example.com",
    cpus: 2,
    memoryTotal: 4 * GIB,
    weight: 0.1,
    phase: 0.3,
    tags: [],
    inbounds: [INBOUNDS.vless, INBOUNDS.shadowsocks],
  },
];

export const PROFILE_UUID = PROFILE;
export const PROFILE_NAME = "VLESS-Reality";

/** Servers that members of these squads can use. */
export function nodesOfSquads(squadUuids: string[]) {
  const squads = INTERNAL_SQUADS.filter(({ uuid }) => squadUuids.includes(uuid));
  return NODES.flatMap((node) => {
    const shared = squads
      .map((squad) => ({
        squad,
        tags: squad.inbounds.filter((i) => node.inbounds.includes(i)).map(({ tag }) => tag),
      }))
      .filter(({ tags }) => tags.length > 0);
    return shared.length > 0 ? [{ node, shared }] : [];
  });
}
