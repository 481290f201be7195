"use client";

import { useTranslations } from "next-intl";

/** A role as it is called: built-in ones in the reader's language, the team's own as the team calls them. */
export function useRoleName(): (role: { id: string; name: string | null }) => string {
  const t = useTranslations("team.roles");
  return ({ id, name }) => name ?? (t.has(id) ? t(id) : "—");
}
