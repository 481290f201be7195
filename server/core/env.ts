import { BlockList, isIP } from "node:net";
import { z } from "zod";

/**
 * The environment: the only place that reads `process.env`.
 *
 * Names are a contract with operators. Everything is optional, because a fresh clone must start with
 * nothing configured; a half-configured group is refused with a message that names the missing variable.
 */
const flag = (name: string) =>
  z
    .enum(["0", "1", "true", "false"], { error: `${name} must be 1 or 0` })
    .transform((value) => value === "1" || value === "true")
    .optional();

const port = (name: string) =>
  z.coerce
    .number({ error: `${name} must be a port number, 1-65535` })
    .int(`${name} must be a whole number`)
    .min(1, `${name} must be 1-65535`)
    .max(65535, `${name} must be 1-65535`)
    .optional();

const httpUrl = (name: string) =>
  z
    .url({
      protocol: /^https?$/,
      error: `${name} must be an address such as https://shop.example.com`,
    })
    .transform((value) => value.replace(/\/+$/, ""))
    .optional();

/** `a, b` as a list. */
const list = () =>
  z
    .string()
    .default("")
    .transform((text) =>
      text
        .split(",")
        .map((one) => one.trim())
        .filter(Boolean),
    );

/** `203.0.113.7, 2400:cb00::/32` as something that can be asked about an address. */
const networks = (name: string) =>
  list().transform((entries, ctx) => {
    const known = new BlockList();
    for (const entry of entries) {
      const [address = "", bits] = entry.split("/");
      const family = isIP(address) === 6 ? "ipv6" : "ipv4";
      const most = family === "ipv6" ? 128 : 32;
      if (!isIP(address) || !/^\d{1,3}$/.test(bits ?? `${most}`) || Number(bits ?? most) > most) {
        ctx.addIssue(`${name}: ${entry} is no address or network such as 203.0.113.0/24`);
      } else known.addSubnet(address, Number(bits ?? most), family);
    }
    return known;
  });

const secret = (name: string, length: number) =>
  z.string().min(length, `${name} must have at least ${length} characters`).optional();

const schema = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
  DATABASE_URL: z
    .string()
    .regex(
      /^postgres(ql)?:\/\//,
      "DATABASE_URL must look like postgres://user:password@host:5432/name",
    )
    .optional(),
  DATA_DIR: z.string().min(1).default(".data"),
  PORT: port("PORT").default(3000),
  APP_URL: httpUrl("APP_URL"),
  AUTH_SECRET: secret("AUTH_SECRET", 32),
  ENCRYPTION_KEY: z
    .string()
    .regex(
      /^[0-9a-f]{64}$/i,
      "ENCRYPTION_KEY must be 64 hexadecimal characters (openssl rand -hex 32)",
    )
    .optional(),
  /** Keys that stored secrets may still be sealed with; the current one seals them anew at the next start. */
  ENCRYPTION_KEYS_OLD: list().refine(
    (keys) => keys.every((key) => /^[0-9a-f]{64}$/i.test(key)),
    "ENCRYPTION_KEYS_OLD must be keys of 64 hexadecimal characters, separated by commas",
  ),
  ADMIN_EMAIL: z.email("ADMIN_EMAIL must be an e-mail address").optional(),
  ADMIN_PASSWORD: secret("ADMIN_PASSWORD", 10),
  REMNAWAVE_HOST: z.string().min(1).optional(),
  REMNAWAVE_PORT: port("REMNAWAVE_PORT"),
  REMNAWAVE_TOKEN: z.string().min(1).optional(),
  REMNAWAVE_WEBHOOK_SECRET: secret("REMNAWAVE_WEBHOOK_SECRET", 32),
  REMNAWAVE_SYNC_INTERVAL_MINUTES: z.coerce
    .number({ error: "REMNAWAVE_SYNC_INTERVAL_MINUTES must be a number of minutes" })
    .int()
    .min(1)
    .max(1440)
    .default(5),
  REMNAWAVE_SYNC_ENABLED: flag("REMNAWAVE_SYNC_ENABLED").default(true),
  REMNAWAVE_CADDY_TOKEN: z.string().min(1).optional(),
  REMNAWAVE_COOKIE: z
    .string()
    .regex(/^[^=:]+[=:].+$/, "REMNAWAVE_COOKIE must look like NAME=VALUE")
    .optional(),
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(
      /^\d+:[\w-]+$/,
      "TELEGRAM_BOT_TOKEN must look like 123456:ABC-DEF, as BotFather gives it",
    )
    .optional(),
  TELEGRAM_WEBHOOK_SECRET: z
    .string()
    .regex(/^[\w-]{16,256}$/, "TELEGRAM_WEBHOOK_SECRET must be 16-256 of A-Z a-z 0-9 _ -")
    .optional(),
  TELEGRAM_API_ROOT: httpUrl("TELEGRAM_API_ROOT").default("https://api.telegram.org"),
  TELEGRAM_MINI_APP_URL: httpUrl("TELEGRAM_MINI_APP_URL"),
  INNGEST_BASE_URL: httpUrl("INNGEST_BASE_URL"),
  INNGEST_EVENT_KEY: z.string().min(1).optional(),
  INNGEST_SIGNING_KEY: z.string().min(1).optional(),
  PUSHER_APP_ID: z.string().min(1).optional(),
  PUSHER_KEY: z.string().min(1).optional(),
  PUSHER_SECRET: z.string().min(1).optional(),
  PUSHER_HOST: z.string().min(1).optional(),
  PUSHER_PORT: port("PUSHER_PORT"),
  PUSHER_TLS: flag("PUSHER_TLS"),
  /** Set by boot code when the embedded realtime server runs: browsers then come over the page's own port. */
  REALTIME_EMBEDDED: flag("REALTIME_EMBEDDED"),
  /** A mail server for letters and codes; the settings page wins. */
  SMTP_HOST: z.string().min(1).optional(),
  SMTP_PORT: port("SMTP_PORT"),
  SMTP_ENCRYPTION: z.enum(["starttls", "tls", "none"]).optional(),
  SMTP_USER: z.string().min(1).optional(),
  SMTP_PASSWORD: z.string().min(1).optional(),
  SMTP_FROM: z.string().min(1).optional(),
  /** Hosts of the own network that settings may name: a Bot API server, a mail relay, a proxy of a provider. */
  PRIVATE_HOSTS: list(),
  /** Public proxies that may say for whom they ask: a CDN's networks. Those of the own network may anyway. */
  TRUSTED_PROXIES: networks("TRUSTED_PROXIES"),
  DEMO: flag("DEMO"),
  /** Set by boot code when the demo gateway runs: its address and the one key it shares with the shop. */
  DEMO_GATEWAY_URL: httpUrl("DEMO_GATEWAY_URL"),
  DEMO_GATEWAY_KEY: secret("DEMO_GATEWAY_KEY", 16),
});

export type Env = z.output<typeof schema> & {
  /** Stand-ins for panel, Telegram and gateway are running; resolved from DEMO and what is configured. */
  DEMO: boolean;
};

/** Variables that only make sense together: any one of a group set requires all of `needs`. */
const groups: { any: (keyof Env)[]; needs: (keyof Env)[] }[] = [
  {
    any: ["REMNAWAVE_HOST", "REMNAWAVE_TOKEN", "REMNAWAVE_PORT", "REMNAWAVE_WEBHOOK_SECRET"],
    needs: ["REMNAWAVE_HOST", "REMNAWAVE_TOKEN"],
  },
  { any: ["TELEGRAM_WEBHOOK_SECRET", "TELEGRAM_MINI_APP_URL"], needs: ["TELEGRAM_BOT_TOKEN"] },
  {
    any: ["INNGEST_BASE_URL", "INNGEST_EVENT_KEY", "INNGEST_SIGNING_KEY"],
    needs: ["INNGEST_EVENT_KEY", "INNGEST_SIGNING_KEY"],
  },
  {
    any: ["PUSHER_APP_ID", "PUSHER_KEY", "PUSHER_SECRET", "PUSHER_HOST"],
    needs: ["PUSHER_APP_ID", "PUSHER_KEY", "PUSHER_SECRET", "PUSHER_HOST"],
  },
  {
    any: ["SMTP_HOST", "SMTP_PORT", "SMTP_ENCRYPTION", "SMTP_USER", "SMTP_PASSWORD", "SMTP_FROM"],
    needs: ["SMTP_HOST", "SMTP_FROM"],
  },
  { any: ["ADMIN_EMAIL", "ADMIN_PASSWORD"], needs: ["ADMIN_EMAIL", "ADMIN_PASSWORD"] },
];

/** The environment cannot be used; `problems` has one line per variable, fit to print. */
export class EnvError extends Error {
  constructor(readonly problems: string[]) {
    super(`The configuration is not usable:\n${problems.map((p) => `  - ${p}`).join("\n")}`);
    this.name = "EnvError";
  }
}

/** Parses an environment. An empty string counts as unset. Throws {@link EnvError}. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const set = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value.trim() !== ""),
  );
  const parsed = schema.safeParse(set);
  if (!parsed.success) {
    throw new EnvError(
      parsed.error.issues.map((issue) => {
        const name = String(issue.path[0] ?? "environment");
        return issue.message.startsWith(name) ? issue.message : `${name}: ${issue.message}`;
      }),
    );
  }
  const problems = groups.flatMap(({ any, needs }) => {
    const given = any.filter((name) => set[name] !== undefined);
    const missing = needs.filter((name) => set[name] === undefined);
    return given.length > 0 && missing.length > 0
      ? [`${given[0]} is set, so ${missing.join(" and ")} must be set too`]
      : [];
  });
  if (problems.length > 0) throw new EnvError(problems);
  const env = parsed.data;
  return { ...env, DEMO: env.DEMO ?? (!env.REMNAWAVE_HOST && !env.TELEGRAM_BOT_TOKEN) };
}

let current: Env | undefined;

/** The process's environment, parsed once. */
export function env(): Env {
  current ??= parseEnv(process.env);
  return current;
}

/**
 * Boot code's way to add what it has just started (embedded database, stand-ins, generated secrets).
 * Written to `process.env` because Next gives boot code and routes separate copies of this module.
 */
export function provideEnv(values: Partial<Record<keyof Env, string>>): void {
  Object.assign(process.env, values);
  current = undefined;
}
