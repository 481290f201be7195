import type { Ctx } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { readSettings } from "@/server/core/settings";
import type { PanelObservation } from "@/server/domains/subscriptions/schemas";
import {
  createPanelClient,
  describeOutcome,
  type PanelClient,
  type PanelConnection,
  type PanelFailure,
  type PanelOutcome,
  type PanelUser,
} from "@/server/integrations/remnawave";
import { remnawaveSettings } from "./settings";

/** The last client, kept because it remembers the panel's version. */
let kept: { key: string; client: PanelClient } | undefined;

/** A client of the configured panel; null while none is configured. */
export async function panelClient(ctx: Ctx): Promise<PanelClient | null> {
  const { host, port, token, caddyToken, cookie } = await readSettings(ctx, remnawaveSettings);
  if (host === "" || token === "") return null;
  const connection: PanelConnection = {
    host,
    token,
    caddyToken,
    cookie,
    ...(port === null ? {} : { port }),
    timeoutMs: 8_000,
    // Callers are jobs, which retry themselves, or people, who would rather know.
    retries: 1,
  };
  const key = JSON.stringify(connection);
  if (kept?.key !== key) kept = { key, client: createPanelClient(connection) };
  return kept.client;
}

export async function requirePanel(ctx: Ctx): Promise<PanelClient> {
  const client = await panelClient(ctx);
  if (client) return client;
  throw new AppError("unavailable", "panel_not_configured", "No Remnawave panel is configured.");
}

export const panelUnavailable = (failure: PanelFailure): AppError =>
  new AppError(
    "unavailable",
    "panel_unavailable",
    `The panel did not do it: ${describeOutcome(failure)}`,
  );

/** The value, or an `unavailable` error that says the panel did not answer as hoped. */
export function panelValue<T>(outcome: PanelOutcome<T>): T {
  if (outcome.kind === "ok") return outcome.value;
  throw panelUnavailable(outcome);
}

export const toObservation = (user: PanelUser): PanelObservation => ({
  panelId: user.id,
  ...(user.uuid === null ? {} : { panelUuid: user.uuid }),
  shortUuid: user.shortUuid,
  username: user.username,
  status: user.status,
  expiresAt: user.expireAt,
  trafficLimitBytes: user.trafficLimitBytes,
  trafficStrategy: user.trafficLimitStrategy,
  deviceLimit: user.hwidDeviceLimit,
  // Sorted: the panel's own order is no change.
  internalSquads: [...user.internalSquads].sort(),
  externalSquad: user.externalSquadUuid,
  usedTrafficBytes: user.usedTrafficBytes,
  lifetimeTrafficBytes: user.lifetimeUsedTrafficBytes,
  onlineAt: user.onlineAt,
  firstConnectedAt: user.firstConnectedAt,
  subscriptionUrl: user.subscriptionUrl,
});
