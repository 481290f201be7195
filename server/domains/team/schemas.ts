import { z } from "zod";
import { LOCALES, type Locale } from "@/db/enums";
import type { AdminActor } from "@/server/core/context";
import type { Permission } from "@/server/rules/permissions";

const email = z.email().max(254).toLowerCase();
export const newPassword = z.string().min(10).max(200);

export const createAdminInput = z.object({
  email,
  name: z.string().trim().min(1).max(100),
  password: newPassword,
  /** A built-in role, or the id of one that operators made. */
  role: z.string().max(40),
  locale: z.enum(LOCALES).default("en"),
});
/** Deliberately loose: a wrong shape is answered as a wrong password, not as a hint. */
export const credentialsInput = z.object({
  email: z.string().max(254).trim().toLowerCase(),
  password: z.string().max(200),
});
export const setOwnLocaleInput = z.object({ locale: z.enum(LOCALES) });
export const changeOwnPasswordInput = z.object({
  current: z.string().max(200),
  next: newPassword,
});

/** Who is signed in, what they may do, and from which session. */
export type SessionAdmin = {
  id: string;
  email: string;
  name: string;
  role: string;
  permissions: readonly Permission[];
  locale: Locale;
  /** Their role asks for a second factor they do not have: until then they may do nothing else. */
  mustEnrol: boolean;
  session?: AdminActor["session"];
};
