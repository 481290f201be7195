import type { Ctx } from "@/server/core/context";
import { authorize } from "./devices";
import { panelClient } from "./panel";
import type { AccessibleServer, AsOf, PanelNodeView } from "./schemas";
import { readAsOf } from "./snapshots";

/**
 * Servers this subscription may use, with load and people online as last polled. While the panel is away
 * the value is null and `stale`: unknown is not "no servers".
 */
export async function listAccessibleServers(
  ctx: Ctx,
  input: { subscriptionId: string },
): Promise<AsOf<AccessibleServer[] | null>> {
  const { target } = await authorize(ctx, input.subscriptionId, "subscriptions.read");
  const nodes = await readAsOf<PanelNodeView[]>(ctx, "nodes");
  const client = target && (await panelClient(ctx));
  if (!client) return { value: null, asOf: null, stale: true };
  const asOf = ctx.clock();
  const outcome = await client.accessibleNodes(target.key);
  if (outcome.kind !== "ok") return { value: null, asOf: nodes.asOf, stale: true };
  const known = new Map((nodes.value ?? []).map((node) => [node.uuid, node]));
  const value = outcome.value.map(({ uuid, name, countryCode }) => {
    const node = known.get(uuid);
    return {
      uuid,
      name,
      countryCode,
      online: node ? node.state === "online" : null,
      load: node?.load ?? null,
      usersOnline: node?.usersOnline ?? null,
    };
  });
  return { value, asOf, stale: false };
}
