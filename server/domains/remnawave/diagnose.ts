import { desc } from "drizzle-orm";
import { panelEvents } from "@/db/schema/remnawave";
import { type Ctx, requirePermission } from "@/server/core/context";
import { readSettings } from "@/server/core/settings";
import {
  describeOutcome,
  type PanelClient,
  type PanelFailure,
  type PanelVersion,
} from "@/server/integrations/remnawave";
import { panelClient } from "./panel";
import { recordReachability } from "./panel-state";
import type { Diagnosis, DiagnosisStep } from "./schemas";
import { remnawaveSettings } from "./settings";

const ORDER = [
  "configured",
  "address",
  "token",
  "version",
  "scopes",
  "configuration",
  "webhooks",
] as const;
type Step = (typeof ORDER)[number];

/** Tries the connection step by step and names the exact cause where it ends. */
export async function diagnoseConnection(ctx: Ctx): Promise<Diagnosis> {
  requirePermission(ctx, "remnawave.read");
  const steps: DiagnosisStep[] = [];
  const add = (
    step: Step,
    state: DiagnosisStep["state"],
    code: string,
    message = "",
    details: DiagnosisStep["details"] = {},
  ) => steps.push({ step, state, code, message, details });

  await walk(ctx, add);
  const reached = new Set(steps.map(({ step }) => step));
  for (const step of ORDER) if (!reached.has(step)) add(step, "skipped", "not_reached");
  return {
    ok: steps.every(({ state }) => state === "ok" || state === "warning"),
    checkedAt: ctx.clock(),
    steps,
  };
}

type Add = (
  step: Step,
  state: DiagnosisStep["state"],
  code: string,
  message?: string,
  details?: DiagnosisStep["details"],
) => number;

async function walk(ctx: Ctx, add: Add): Promise<number> {
  const client = await panelClient(ctx);
  if (!client) return add("configured", "failed", "not_configured", "Host and token are missing");
  add("configured", "ok", "configured", "", { address: client.baseUrl });
  const probe = await client.probe();
  await recordReachability(ctx, probe);
  if (probe.kind !== "ok") return explain(probe, add);
  add("address", "ok", "connected");
  add("token", "ok", "token_accepted");
  add("version", "ok", "supported", `Remnawave ${probe.value.text}`, {
    version: probe.value.text,
  });
  await checkScopes(client, add);
  await checkConfiguration(client, probe.value, add);
  return checkWebhooks(ctx, add);
}

/** Which step a failed first call belongs to, and what it means. */
function explain(failure: PanelFailure, add: Add): number {
  const message = describeOutcome(failure);
  if (failure.kind === "unauthorized" && failure.by === "panel") {
    add("address", "ok", "connected");
    // A token that was deleted in the panel answers 403, one that never was 401.
    const code = failure.status === 403 ? "token_deleted_or_scope" : "token_refused";
    return add("token", "failed", code, message);
  }
  if (failure.kind === "unauthorized") return add("address", "failed", "refused_by_proxy", message);
  if (failure.kind !== "unavailable") return add("address", "failed", "not_the_panel", message);
  if (failure.reason === "unsupported_version") {
    add("address", "ok", "connected");
    add("token", "ok", "token_accepted");
    return add("version", "failed", "too_old", message);
  }
  return add("address", "failed", addressCode(failure.reason, message), message);
}

function addressCode(reason: string, message: string): string {
  if (/ENOTFOUND|EAI_AGAIN/.test(message)) return "name_not_found";
  if (/ECONNREFUSED/.test(message)) return "connection_refused";
  if (/EHOSTUNREACH|ENETUNREACH/.test(message)) return "no_route";
  if (/CERT|SSL|TLS/.test(message)) return "certificate_invalid";
  const codes: Record<string, string> = {
    dropped: "connection_dropped",
    timeout: "timeout",
    server_error: "panel_error",
    rate_limited: "rate_limited",
    unknown_route: "not_the_panel",
    undecodable: "not_the_panel",
    not_the_panel: "not_the_panel",
  };
  return codes[reason] ?? "unreachable";
}

/** One harmless call for each thing the product needs. */
async function checkScopes(client: PanelClient, add: Add): Promise<number> {
  const firstPage = async () => {
    for await (const page of client.streamUsers({ size: 1 })) return page;
    return null;
  };
  const calls = {
    users: firstPage,
    "internal-squads": client.internalSquads,
    "external-squads": client.externalSquads,
    nodes: client.nodes,
    system: client.stats,
  };
  const outcomes = await Promise.all(
    Object.entries(calls).map(async ([scope, call]) => ({ scope, outcome: await call() })),
  );
  const failed = outcomes.filter(({ outcome }) => outcome?.kind !== "ok");
  const scopes = failed.map(({ scope }) => scope).join(", ");
  const [first] = failed;
  if (!first) return add("scopes", "ok", "sufficient");
  const refused = first.outcome?.kind === "unauthorized";
  const message = first.outcome ? describeOutcome(first.outcome) : "";
  return add("scopes", "failed", refused ? "scope_missing" : "call_failed", message, { scopes });
}

async function checkConfiguration(
  client: PanelClient,
  version: PanelVersion,
  add: Add,
): Promise<number> {
  const outcome = await client.configuration();
  if (outcome.kind !== "ok") {
    return add("configuration", "warning", "unknown", describeOutcome(outcome));
  }
  if (outcome.value === null) {
    return add("configuration", "warning", "not_told", `Remnawave ${version.text} cannot say`);
  }
  if (outcome.value.webhookEnabled === false) {
    const hint = "Set WEBHOOK_ENABLED and recreate the panel's container";
    return add("configuration", "warning", "webhooks_off", hint);
  }
  return add("configuration", "ok", "webhooks_on");
}

async function checkWebhooks(ctx: Ctx, add: Add): Promise<number> {
  const { webhookSecret } = await readSettings(ctx, remnawaveSettings);
  if (webhookSecret === "") {
    return add("webhooks", "warning", "no_secret", "No webhook is believed without a secret");
  }
  const [last] = await ctx.db
    .select({ at: panelEvents.receivedAt })
    .from(panelEvents)
    .orderBy(desc(panelEvents.receivedAt))
    .limit(1);
  if (last) return add("webhooks", "ok", "arriving", "", { lastAt: last.at.toISOString() });
  const hint = "Recreate the panel's container after changing WEBHOOK_URL";
  return add("webhooks", "warning", "none_yet", hint);
}
