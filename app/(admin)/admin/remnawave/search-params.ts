import { parseAsString, parseAsStringLiteral } from "nuqs/server";

export const PANEL_TABS = ["connection", "sync", "drift", "import", "events"] as const;

export const panelParams = {
  tab: parseAsStringLiteral(PANEL_TABS).withDefault("connection"),
  /** The import that is being looked at. */
  run: parseAsString,
};
