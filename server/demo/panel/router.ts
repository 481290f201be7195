import { bulkRoutes } from "./bulk";
import type { Panel, Route } from "./context";
import { controlRoutes } from "./control";
import { deviceRoutes } from "./devices";
import type { Weather } from "./moods";
import { nodeRoutes } from "./nodes";
import { squadRoutes } from "./squads";
import { subscriptionRoutes } from "./subscription";
import { configurationRoute, systemRoutes } from "./system";
import { legacyLookupRoutes, userListRoutes } from "./user-lists";
import { extendRoute, userRoutes } from "./users";

export type Match = { route: Route; params: Record<string, string> };

/** The routes that this version has; earlier ones win. */
export function createRouter(panel: Panel, weather: Weather) {
  const routes: Route[] = [
    ...controlRoutes(weather),
    ...userListRoutes,
    ...(panel.legacy ? legacyLookupRoutes : []),
    ...bulkRoutes,
    ...userRoutes,
    ...(panel.legacy ? [] : [extendRoute, configurationRoute]),
    ...deviceRoutes,
    ...squadRoutes,
    ...nodeRoutes,
    ...systemRoutes,
    ...subscriptionRoutes,
  ];
  const compiled = routes.map((route) => ({ route, parts: route.path.split("/") }));

  return function match(method: string, pathname: string): Match | null {
    const given = pathname.replace(/\/+$/, "").split("/");
    for (const { route, parts } of compiled) {
      if (route.method !== method || parts.length !== given.length) continue;
      const params: Record<string, string> = {};
      const fits = parts.every((part, at) => {
        const value = given[at] ?? "";
        if (!part.startsWith(":")) return part === value;
        params[part.slice(1)] = decodeURIComponent(value);
        return value !== "";
      });
      if (fits) return { route, params };
    }
    return null;
  };
}
