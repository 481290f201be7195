import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/server/trpc/root";

/** What each procedure of the dashboard answers: `Outputs["orders"]["list"]`. */
export type Outputs = inferRouterOutputs<AppRouter>["admin"];
