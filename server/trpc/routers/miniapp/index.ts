import { router } from "../../init";
import { catalogRouter } from "./catalog";
import { creditRouter } from "./credit";
import { customerRouter } from "./customer";
import { methodsRouter } from "./methods";
import { ordersRouter } from "./orders";
import { panelRouter } from "./panel";
import { partnersRouter } from "./partners";
import { promocodesRouter } from "./promocodes";
import { referralsRouter } from "./referrals";
import { subscriptionsRouter } from "./subscriptions";
import { trialsRouter } from "./trials";

/** Everything the Mini App may ask, always about the signed-in customer. */
export const miniappRouter = router({
  catalog: catalogRouter,
  credit: creditRouter,
  customer: customerRouter,
  methods: methodsRouter,
  orders: ordersRouter,
  panel: panelRouter,
  partners: partnersRouter,
  promocodes: promocodesRouter,
  referrals: referralsRouter,
  subscriptions: subscriptionsRouter,
  trials: trialsRouter,
});
