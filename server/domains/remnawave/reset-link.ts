import { type Ctx, inTransaction } from "@/server/core/context";
import { recordAudit } from "@/server/domains/audit";
import { applyObservation } from "@/server/domains/subscriptions";
import type { PanelUser } from "@/server/integrations/remnawave";
import { authorize, notDelivered } from "./devices";
import { panelUnavailable, requirePanel, toObservation } from "./panel";

/**
 * Replaces the link and the keys behind it. The panel's answer holds the new link: it is stored before
 * anything is shown, because the old one no longer works. Throws `unavailable` while the panel is away.
 */
export async function resetSubscriptionLink(
  ctx: Ctx,
  input: { subscriptionId: string },
): Promise<{ url: string }> {
  const { row, target } = await authorize(ctx, input.subscriptionId, "subscriptions.write");
  if (!target) throw notDelivered();
  const client = await requirePanel(ctx);
  const outcome = await client.revokeUser(target.key);
  if (outcome.kind === "ok") return store(ctx, input.subscriptionId, outcome.value);
  // The answer may be lost after it was done: then the panel shows another link than we know.
  const now = await client.getUser(target.key);
  if (now.kind === "ok" && now.value.shortUuid !== row.panelShortUuid) {
    return store(ctx, input.subscriptionId, now.value);
  }
  throw panelUnavailable(outcome);
}

async function store(ctx: Ctx, subscriptionId: string, user: PanelUser): Promise<{ url: string }> {
  await inTransaction(ctx, async (tx) => {
    const observation = toObservation(user);
    const at = tx.clock();
    await applyObservation(tx, { subscriptionId, observation, at, source: "reset_link" });
    await recordAudit(tx, {
      action: "remnawave.resetSubscriptionLink",
      subject: { type: "subscription", id: subscriptionId },
    });
  });
  return { url: user.subscriptionUrl };
}
