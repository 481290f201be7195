import { type Ctx, may, requirePermission } from "@/server/core/context";
import { readSettings } from "@/server/core/settings";
import { listRateNeeds } from "@/server/domains/analytics";
import { listPlans } from "@/server/domains/catalog";
import { listPaymentMethods } from "@/server/domains/payments";
import { getPanelState } from "@/server/domains/remnawave";
import { countUnprotectedOwners } from "@/server/domains/team";
import { emailSettings } from "@/server/integrations/email/settings";
import { telegramSettings } from "@/server/integrations/telegram/settings";
import type { Permission } from "@/server/rules/permissions";
import { type ChecklistItem, setupTestInput } from "./schemas";

type Step = Pick<ChecklistItem, "id" | "code"> & {
  href: string;
  /** What the page behind it asks for; any operator without. */
  needs?: Permission;
  optional?: true;
};

/** What still separates this installation from its first sale, in the order to do it. */
export async function getSetupChecklist(ctx: Ctx): Promise<ChecklistItem[]> {
  requirePermission(ctx, "overview.read");
  // Only whether each is there is told, which needs no permission of its own.
  const steps = await readSteps({ ...ctx, actor: { type: "system", id: "checklist" } });
  const testable = new Set<string>(setupTestInput.shape.id.options);
  return steps.map(({ id, code, href, needs, optional = false }) => ({
    id,
    code,
    optional,
    done: code === "ok",
    href: !needs || may(ctx, needs) ? href : null,
    testable: testable.has(id) && code !== "missing" && may(ctx, "settings.read"),
  }));
}

async function readSteps(ctx: Ctx): Promise<Step[]> {
  const [panel, bot, plans, methods, needs, email, unprotected] = await Promise.all([
    getPanelState(ctx),
    readSettings(ctx, telegramSettings),
    listPlans(ctx),
    listPaymentMethods(ctx),
    listRateNeeds(ctx),
    readSettings(ctx, emailSettings),
    countUnprotectedOwners(ctx),
  ]);
  const sellable = plans.some((plan) => plan.durations.some(({ prices }) => prices.length > 0));
  const reached = panel.up === null ? "unknown" : panel.up ? "ok" : "down";
  const priced = sellable ? "ok" : plans.length > 0 ? "unpriced" : "missing";
  const settings = (group: string) =>
    ({ href: `/admin/settings?group=${group}`, needs: "settings.read" }) as const;
  return [
    { id: "panel", code: panel.configured ? reached : "missing", ...settings("remnawave") },
    { id: "bot", code: bot.botToken ? "ok" : "missing", ...settings("telegram") },
    { id: "gateway", code: methods.length > 0 ? "ok" : "missing", ...settings("gateway.stars") },
    { id: "plan", code: priced, href: "/admin/catalog", needs: "catalog.read" },
    // Nothing to say to a shop of one currency; one that went out of date later is the alert's to say.
    ...(needs.length > 0 ? [rates(needs)] : []),
    { id: "secondFactor", code: unprotected === 0 ? "ok" : "missing", href: "/admin/account" },
    {
      id: "email",
      code: !email.host ? "missing" : email.from ? "ok" : "no_sender",
      ...settings("email"),
      optional: true,
    },
  ];
}

function rates(needs: Awaited<ReturnType<typeof listRateNeeds>>): Step {
  const stored = needs.every(({ state }) => state !== "missing");
  return {
    id: "rates",
    code: stored ? "ok" : "missing",
    href: "/admin/settings?group=rates",
    needs: "settings.read",
  };
}
