import { router } from "./init";
import { adminRouter } from "./routers/admin";
import { miniappRouter } from "./routers/miniapp";

export const appRouter = router({ admin: adminRouter, miniapp: miniappRouter });

export type AppRouter = typeof appRouter;
