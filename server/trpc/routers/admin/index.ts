import { router } from "../../init";
import { accountRouter } from "./account";
import { analyticsRouter } from "./analytics";
import { auditRouter } from "./audit";
import { bulkRouter } from "./bulk";
import { catalogRouter } from "./catalog";
import { customersRouter } from "./customers";
import { monitoringRouter } from "./monitoring";
import { ordersRouter } from "./orders";
import { partnersRouter } from "./partners";
import { paymentsRouter } from "./payments";
import { payoutsRouter } from "./payouts";
import { promocodesRouter } from "./promocodes";
import { referralsRouter } from "./referrals";
import { remnawaveRouter } from "./remnawave";
import { settingsRouter } from "./settings";
import { subscriptionsRouter } from "./subscriptions";
import { teamRouter } from "./team";
import { viewsRouter } from "./views";

/** Everything the dashboard may ask; each procedure names the permission it needs. */
export const adminRouter = router({
  account: accountRouter,
  analytics: analyticsRouter,
  audit: auditRouter,
  bulk: bulkRouter,
  catalog: catalogRouter,
  customers: customersRouter,
  monitoring: monitoringRouter,
  orders: ordersRouter,
  partners: partnersRouter,
  payments: paymentsRouter,
  payouts: payoutsRouter,
  promocodes: promocodesRouter,
  referrals: referralsRouter,
  remnawave: remnawaveRouter,
  settings: settingsRouter,
  subscriptions: subscriptionsRouter,
  team: teamRouter,
  views: viewsRouter,
});
