import { z } from "zod";
import { LOCALES, type Locale } from "@/db/enums";
import type { AdminActor } from "@/server/core/context";
import { LIST_IDS, type ListId } from "@/server/rules/lists";
import { OPERATOR_PERMISSIONS, type Permission } from "@/server/rules/permissions";

const email = z.email().max(254).toLowerCase();
export const newPassword = z.string().min(10).max(200);

/** A built-in role, or the id of one that operators made. */
const role = z.string().min(1).max(40);

export const inviteInput = z.object({
  email,
  name: z.string().trim().min(1).max(100),
  role,
  locale: z.enum(LOCALES).default("en"),
});
export const createAdminInput = inviteInput.extend({ password: newPassword });
export const adminInput = z.object({ adminId: z.string().max(64) });
export const setAdminRoleInput = adminInput.extend({ role });
export const endAdminSessionInput = adminInput.extend({ sessionId: z.string().max(64) });

export const createRoleInput = z.object({
  name: z.string().trim().min(1).max(60),
  permissions: z.array(z.enum(OPERATOR_PERMISSIONS)).min(1).max(OPERATOR_PERMISSIONS.length),
});
export const roleInput = z.object({ roleId: z.string().max(64) });
export const updateRoleInput = createRoleInput.extend(roleInput.shape);
/** Deliberately loose: a wrong shape is answered as a wrong password, not as a hint. */
export const credentialsInput = z.object({
  email: z.string().max(254).trim().toLowerCase(),
  password: z.string().max(200),
});
export const setOwnNameInput = z.object({ name: z.string().trim().min(1).max(100) });
export const ownEmailInput = z.object({ email });
export const confirmOwnEmailInput = z.object({
  code: z
    .string()
    .trim()
    .regex(/^\d{6}$/),
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

export const totpCodeInput = z.object({ code: z.string().trim().min(6).max(10) });
const base64url = z
  .string()
  .max(20_000)
  .regex(/^[\w-]*$/);
export const registerPasskeyInput = z.object({
  name: z.string().trim().min(1).max(60),
  /** What the browser answered; `@simplewebauthn/server` looks at what is inside. */
  answer: z.object({
    id: base64url,
    rawId: base64url,
    type: z.literal("public-key"),
    response: z.object({
      clientDataJSON: base64url,
      attestationObject: base64url,
      transports: z.array(z.string().max(20)).max(10).optional(),
    }),
  }),
});
export const removePasskeyInput = z.object({ passkeyId: z.string().min(1).max(2000) });
export const confirmIdentityInput = z.discriminatedUnion("kind", [
  z.object({ kind: z.enum(["totp", "recovery", "password"]), code: z.string().min(1).max(200) }),
  z.object({ kind: z.literal("passkey"), answer: z.record(z.string(), z.unknown()) }),
]);

/** Kept by one person of one list. */
export const MOST_VIEWS = 50;

const viewedList = z.enum(LIST_IDS);
const viewName = z
  .string()
  .transform((text) => text.replace(/\s+/g, " ").trim())
  .pipe(z.string().min(1).max(60));
/** Filters as the list's own address has them. */
const viewQuery = z
  .string()
  .max(2000)
  .refine((text) => !new URLSearchParams(text).has("view"), "names a view itself");

export const viewInput = z.object({ viewId: z.string().min(1).max(64) });
export const saveViewInput = z.object({
  list: viewedList,
  name: viewName,
  query: viewQuery,
  shared: z.boolean().default(false),
});
export const changeViewInput = viewInput.extend({
  name: viewName.optional(),
  query: viewQuery.optional(),
  shared: z.boolean().optional(),
});
export const orderViewsInput = z.object({
  list: viewedList,
  viewIds: z.array(z.string().max(64)).max(MOST_VIEWS),
});
export const setDefaultViewInput = z.object({
  list: viewedList,
  viewId: z.string().max(64).nullable(),
});

export type SavedView = {
  id: string;
  list: ListId;
  name: string;
  query: string;
  shared: boolean;
  /** Whose it is. */
  ownerName: string;
  own: boolean;
  mayChange: boolean;
  /** The list opens with it, for whoever asks. */
  isDefault: boolean;
};
