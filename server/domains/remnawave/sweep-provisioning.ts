import type { Ctx } from "@/server/core/context";
import { listBehind } from "@/server/domains/subscriptions";
import { panelClient } from "./panel";
import { recordReachability } from "./panel-state";
import { provisionSubscription } from "./provision-subscription";

const AT_ONCE = 8;
const BATCH = 200;
/** A sweep ends in time for the next one. */
const BUDGET_MS = 8_000;

type Sweep = { up: boolean; tried: number; done: number };

/**
 * Delivers what is behind as soon as the panel answers: after an outage, a crash or a lost event. Asks
 * first whether the panel is there, so that an outage costs one call a sweep, not one a customer.
 */
export async function sweepProvisioning(ctx: Ctx): Promise<Sweep> {
  const client = await panelClient(ctx);
  if (!client) return { up: false, tried: 0, done: 0 };
  const probe = await client.probe();
  await recordReachability(ctx, probe);
  const total: Sweep = { up: probe.kind === "ok", tried: 0, done: 0 };
  if (!total.up) return total;

  const deadline = performance.now() + BUDGET_MS;
  const seen = new Set<string>();
  for (;;) {
    const batch = (await listBehind(ctx, { limit: BATCH + seen.size })).filter(
      (id) => !seen.has(id),
    );
    if (batch.length === 0) return total;
    const queue = batch.slice(0, BATCH);
    const worker = async () => {
      for (let id = queue.shift(); id && performance.now() < deadline; id = queue.shift()) {
        seen.add(id);
        total.tried += 1;
        const outcome = await provisionSubscription(ctx, { subscriptionId: id });
        if (outcome.kind === "done") total.done += 1;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    if (performance.now() >= deadline) return total;
  }
}
