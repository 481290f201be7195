import { randomBytes } from "node:crypto";

export type DemoUserStatus = "ACTIVE" | "DISABLED" | "LIMITED" | "EXPIRED";
export type DemoStrategy = "NO_RESET" | "DAY" | "WEEK" | "MONTH" | "MONTH_ROLLING";

export type DemoDevice = {
  hwid: string;
  platform: string | null;
  osVersion: string | null;
  deviceModel: string | null;
  userAgent: string | null;
  requestIp: string | null;
  createdAt: number;
  updatedAt: number;
};

/**
 * A user as the stand-in keeps it; times are epoch milliseconds. Passwords are not kept but derived from
 * `id` and `salt`, which keeps a hundred thousand users small.
 */
export type DemoUser = {
  id: number;
  shortUuid: string;
  username: string;
  status: DemoUserStatus;
  trafficLimitBytes: number;
  trafficLimitStrategy: DemoStrategy;
  expireAt: number;
  telegramId: number | null;
  email: string | null;
  description: string | null;
  tag: string | null;
  hwidDeviceLimit: number | null;
  externalSquadUuid: string | null;
  squads: string[];
  salt: number;
  /** Passwords that the caller chose. */
  chosen?: { trojanPassword?: string; vlessUuid?: string; ssPassword?: string };
  lastTriggeredThreshold: number;
  subRevokedAt: number | null;
  lastTrafficResetAt: number | null;
  createdAt: number;
  updatedAt: number;
  usedBytes: number;
  lifetimeBytes: number;
  onlineAt: number | null;
  lastNodeUuid: string | null;
  firstConnectedAt: number | null;
  metadata?: Record<string, unknown>;
  devices?: DemoDevice[];
};

/** What a seed may say about a user; the rest is made up. */
export type DemoUserSeed = Partial<DemoUser> & { username: string; expireAt: number };

export const newShortUuid = (): string => randomBytes(12).toString("base64url");
export const newSalt = (): number => randomBytes(4).readUInt32BE();

export function newUser(id: number, seed: DemoUserSeed, now: number): DemoUser {
  return {
    shortUuid: newShortUuid(),
    status: "ACTIVE",
    trafficLimitBytes: 0,
    trafficLimitStrategy: "NO_RESET",
    telegramId: null,
    email: null,
    description: null,
    tag: null,
    hwidDeviceLimit: null,
    externalSquadUuid: null,
    squads: [],
    salt: newSalt(),
    lastTriggeredThreshold: 0,
    subRevokedAt: null,
    lastTrafficResetAt: null,
    createdAt: now,
    updatedAt: now,
    usedBytes: 0,
    lifetimeBytes: 0,
    onlineAt: null,
    lastNodeUuid: null,
    firstConnectedAt: null,
    ...seed,
    id,
  };
}

/** 32-bit mixing; made-up values need to look random, not be it. */
function mix(seed: number): number {
  let x = seed | 0;
  x = Math.imul(x ^ (x >>> 16), 0x45d9f3b);
  x = Math.imul(x ^ (x >>> 16), 0x45d9f3b);
  return (x ^ (x >>> 16)) >>> 0;
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
const hex8 = (value: number): string => value.toString(16).padStart(8, "0");

function password(id: number, salt: number, kind: number): string {
  let text = "";
  for (let block = 0; block < 8; block++) {
    let bits = mix(salt + id * 31 + kind * 7919 + block * 104_729);
    for (let i = 0; i < 4; i++) {
      text += ALPHABET[bits & 63];
      bits >>>= 8;
    }
  }
  return text;
}

function derivedUuid(id: number, salt: number): string {
  const [a, b, c, d] = [1, 2, 3, 4].map((n) => hex8(mix(salt + id * 131 + n * 7907)));
  return `${a}-${b?.slice(0, 4)}-4${b?.slice(5)}-8${c?.slice(0, 3)}-${c?.slice(3, 7)}${d}`;
}

export const secretsOf = (user: DemoUser) => ({
  trojanPassword: user.chosen?.trojanPassword ?? password(user.id, user.salt, 1),
  vlessUuid: user.chosen?.vlessUuid ?? derivedUuid(user.id, user.salt),
  ssPassword: user.chosen?.ssPassword ?? password(user.id, user.salt, 2),
});

/** The 2.8 key. It ends in the numeric id, so that no second index is needed. */
export const uuidOf = (id: number): string => {
  const head = derivedUuid(id, 0x5eed).slice(0, 23);
  return `${head}-${id.toString(16).padStart(12, "0")}`;
};

export function idOfUuid(uuid: string): number | null {
  const id = Number.parseInt(uuid.slice(-12), 16);
  return Number.isSafeInteger(id) && uuidOf(id) === uuid.toLowerCase() ? id : null;
}
