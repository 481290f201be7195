import "server-only";
import { realtimeClientConfig } from "@/server/integrations/realtime";

/** What the dashboard's socket needs; null while realtime is off. */
export const realtimeConfig = realtimeClientConfig;
