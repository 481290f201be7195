import { parseAsStringLiteral } from "nuqs/server";

export const TEAM_TABS = ["people", "roles"] as const;

export const teamParams = { tab: parseAsStringLiteral(TEAM_TABS).withDefault("people") };
