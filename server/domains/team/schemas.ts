import { z } from "zod";
import { ADMIN_ROLES, type AdminRole, LOCALES, type Locale } from "@/db/enums";

const email = z.email().max(254).toLowerCase();
const password = z.string().min(10).max(200);

export const createAdminInput = z.object({
  email,
  name: z.string().trim().min(1).max(100),
  password,
  role: z.enum(ADMIN_ROLES),
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
  next: password,
});

/** Who is signed in. */
export type SessionAdmin = {
  id: string;
  email: string;
  name: string;
  role: AdminRole;
  locale: Locale;
  sessionVersion: number;
};
