import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/server/trpc/root";

/** What each procedure of the dashboard answers: `Outputs["orders"]["list"]`, and what it takes. */
export type Outputs = inferRouterOutputs<AppRouter>["admin"];
export type Inputs = inferRouterInputs<AppRouter>["admin"];
