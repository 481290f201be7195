import { type Ctx, requirePermission } from "@/server/core/context";
import { readSettings } from "@/server/core/settings";
import { listRateNeeds } from "@/server/domains/analytics";
import { listPlans } from "@/server/domains/catalog";
import { listPaymentMethods } from "@/server/domains/payments";
import { getPanelState } from "@/server/domains/remnawave";
import { telegramSettings } from "@/server/integrations/telegram/settings";
import type { ChecklistItem } from "./schemas";

/** What still separates this installation from its first sale, in the order to do it. */
export async function getSetupChecklist(ctx: Ctx): Promise<ChecklistItem[]> {
  requirePermission(ctx, "overview.read");
  // Only whether each is there is told, which needs no permission of its own.
  const all: Ctx = { ...ctx, actor: { type: "system", id: "checklist" } };
  const [panel, bot, plans, methods, needs] = await Promise.all([
    getPanelState(all),
    readSettings(all, telegramSettings),
    listPlans(all),
    listPaymentMethods(all),
    listRateNeeds(all),
  ]);
  const sellable = plans.some((plan) => plan.durations.some(({ prices }) => prices.length > 0));
  return [
    {
      id: "panel",
      done: panel.configured && panel.up === true,
      code: !panel.configured
        ? "missing"
        : panel.up === false
          ? "down"
          : panel.up
            ? "ok"
            : "unknown",
      href: "/admin/settings?group=remnawave",
    },
    {
      id: "bot",
      done: bot.botToken !== "",
      code: bot.botToken ? "ok" : "missing",
      href: "/admin/settings?group=telegram",
    },
    {
      id: "gateway",
      done: methods.length > 0,
      code: methods.length > 0 ? "ok" : "missing",
      href: "/admin/settings?group=gateway.stars",
    },
    {
      id: "plan",
      done: sellable,
      code: sellable ? "ok" : plans.length > 0 ? "unpriced" : "missing",
      href: "/admin/catalog",
    },
    // Nothing to say to a shop of one currency; one that went out of date later is the alert's to say.
    ...(needs.length > 0 ? [rates(needs)] : []),
  ];
}

function rates(needs: Awaited<ReturnType<typeof listRateNeeds>>): ChecklistItem {
  const done = needs.every(({ state }) => state !== "missing");
  return { id: "rates", done, code: done ? "ok" : "missing", href: "/admin/settings?group=rates" };
}
