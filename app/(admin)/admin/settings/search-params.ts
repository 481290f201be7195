import { parseAsString } from "nuqs/server";

export const settingsParams = { group: parseAsString.withDefault("remnawave") };
