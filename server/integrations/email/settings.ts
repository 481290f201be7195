import { z } from "zod";
import { defineSettings } from "@/server/core/settings";

/** The mail server that carries the shop's letters; without a host no letters are sent. */
export const emailSettings = defineSettings({
  id: "email",
  schema: z.object({
    host: z.string().trim().max(253).default(""),
    port: z.number().int().min(1).max(65535).default(587),
    /** `tls` from the first byte (port 465), `starttls` after a plain hello, `none` only on one's own machine. */
    encryption: z.enum(["starttls", "tls", "none"]).default("starttls"),
    user: z.string().max(254).default(""),
    password: z.string().max(500).default(""),
    /** The sender, e.g. `Shop <no-reply@example.com>`. */
    from: z.string().trim().max(320).default(""),
  }),
  secrets: ["password"],
  outside: ["host"],
  fromEnv: (env) => ({
    host: env.SMTP_HOST,
    port: env.SMTP_PORT,
    encryption: env.SMTP_ENCRYPTION,
    user: env.SMTP_USER,
    password: env.SMTP_PASSWORD,
    from: env.SMTP_FROM,
  }),
});
