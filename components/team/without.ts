import { neededFor, type Permission } from "@/server/rules/permissions";

/** A role's permissions less one, and less what is of no use without it. */
export const without = (value: readonly Permission[], gone: Permission): Permission[] =>
  value.filter((permission) => permission !== gone && neededFor(permission) !== gone);
