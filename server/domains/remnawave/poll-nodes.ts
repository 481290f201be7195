import { panelStateChanged } from "@/inngest/events";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { emit } from "@/server/core/outbox";
import {
  describeOutcome,
  type PanelNode,
  type PanelOutcome,
  type PanelSquad,
} from "@/server/integrations/remnawave";
import { panelClient } from "./panel";
import { recordReachability } from "./panel-state";
import type { AsOf, PanelNodeView, PanelSquadView } from "./schemas";
import { readAsOf, type SnapshotId, writeFailure, writeSnapshot } from "./snapshots";

/** Reads nodes, squads and version into snapshots, and says so to browsers. */
export async function pollNodes(ctx: Ctx): Promise<{ up: boolean }> {
  const client = await panelClient(ctx);
  if (!client) return { up: false };
  const probe = await client.probe();
  await recordReachability(ctx, probe);
  if (probe.kind !== "ok") {
    await Promise.all((["nodes", "squads"] as const).map((id) => keep(ctx, id, probe, null)));
    return { up: false };
  }
  const [nodes, internal, external] = await Promise.all([
    client.nodes(),
    client.internalSquads(),
    client.externalSquads(),
  ]);
  await keep(ctx, "nodes", nodes, nodes.kind === "ok" ? nodes.value.map(toNodeView) : null);
  const squads =
    internal.kind === "ok" && external.kind === "ok"
      ? { internal: internal.value.map(toSquadView), external: external.value.map(toSquadView) }
      : null;
  await keep(ctx, "squads", internal.kind === "ok" ? external : internal, squads);
  await inTransaction(ctx, (tx) => emit(tx, panelStateChanged.create({ part: "nodes" })));
  return { up: true };
}

async function keep(
  ctx: Ctx,
  id: SnapshotId,
  outcome: PanelOutcome<unknown>,
  value: unknown,
): Promise<void> {
  if (value !== null) await writeSnapshot(ctx, id, value);
  else await writeFailure(ctx, id, describeOutcome(outcome));
}

/** Nodes as last polled; null while they were never read. */
export async function listNodes(ctx: Ctx): Promise<AsOf<PanelNodeView[] | null>> {
  requirePermission(ctx, "remnawave.read");
  return readAsOf<PanelNodeView[]>(ctx, "nodes");
}

/** Squads as last polled: what plans choose from. Asks the panel when they were never read. */
export async function listSquads(
  ctx: Ctx,
): Promise<AsOf<{ internal: PanelSquadView[]; external: PanelSquadView[] } | null>> {
  requirePermission(ctx, "catalog.read");
  type Squads = { internal: PanelSquadView[]; external: PanelSquadView[] };
  const known = await readAsOf<Squads>(ctx, "squads");
  if (known.value) return known;
  await pollNodes(ctx);
  return readAsOf<Squads>(ctx, "squads");
}

const toSquadView = ({ uuid, name, members }: PanelSquad): PanelSquadView => ({
  uuid,
  name,
  members,
});

/** Only what is shown: a node's own record holds private keys. */
function toNodeView(node: PanelNode): PanelNodeView {
  const { system } = node;
  const [load] = system?.loadAvg ?? [];
  return {
    uuid: node.uuid,
    name: node.name,
    address: node.address,
    countryCode: node.countryCode,
    state: stateOf(node),
    message: node.lastStatusMessage,
    usersOnline: node.usersOnline,
    load: system && load !== undefined && system.cpus > 0 ? load / system.cpus : null,
    cpus: system?.cpus ?? null,
    memoryUsed: system?.memoryUsed ?? null,
    memoryTotal: system?.memoryTotal ?? null,
    uptimeSeconds: system?.uptimeSeconds ?? null,
    xrayUptimeSeconds: node.xrayUptimeSeconds,
    rxBytesPerSec: system?.rxBytesPerSec ?? null,
    txBytesPerSec: system?.txBytesPerSec ?? null,
    trafficUsedBytes: node.trafficUsedBytes,
    trafficLimitBytes: node.trafficLimitBytes,
    versions: node.versions,
    tags: node.tags,
  };
}

function stateOf(node: PanelNode): PanelNodeView["state"] {
  if (node.isDisabled) return "disabled";
  if (node.isConnected) return "online";
  return node.isConnecting ? "connecting" : "offline";
}
