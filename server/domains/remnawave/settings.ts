import { z } from "zod";
import { defineSettings } from "@/server/core/settings";

/** The Remnawave panel. */
export const remnawaveSettings = defineSettings({
  id: "remnawave",
  schema: z.object({
    /** Host name or address; empty means no panel yet. */
    host: z.string().max(300).default(""),
    port: z.number().int().min(1).max(65_535).nullable().default(null),
    /** API token with the scopes the README names. */
    token: z.string().default(""),
    /** The panel's WEBHOOK_SECRET_HEADER; without it no webhook is believed. */
    webhookSecret: z.string().default(""),
    /** X-Api-Key of a reverse proxy that asks for one. */
    caddyToken: z.string().default(""),
    /** NAME=VALUE of a reverse proxy that admits by cookie. */
    cookie: z.string().default(""),
    syncEnabled: z.boolean().default(true),
    syncIntervalMinutes: z.number().int().min(1).max(1440).default(5),
  }),
  secrets: ["token", "webhookSecret", "caddyToken", "cookie"],
  fromEnv: (env) => ({
    host: env.REMNAWAVE_HOST,
    port: env.REMNAWAVE_PORT,
    token: env.REMNAWAVE_TOKEN,
    webhookSecret: env.REMNAWAVE_WEBHOOK_SECRET,
    caddyToken: env.REMNAWAVE_CADDY_TOKEN,
    cookie: env.REMNAWAVE_COOKIE,
    syncEnabled: env.REMNAWAVE_SYNC_ENABLED,
    syncIntervalMinutes: env.REMNAWAVE_SYNC_INTERVAL_MINUTES,
  }),
});
