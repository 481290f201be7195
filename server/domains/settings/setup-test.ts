import { type Ctx, requirePermission } from "@/server/core/context";
import { isAppError } from "@/server/core/errors";
import { parseInput } from "@/server/core/parse";
import { listPlans } from "@/server/domains/catalog";
import { listPaymentMethods, testGateway } from "@/server/domains/payments";
import { diagnoseConnection, listNodes, listSquads } from "@/server/domains/remnawave";
import { checkMailServer } from "@/server/integrations/email";
import { explainFailure } from "@/server/integrations/email/explain-failure";
import { type SetupTest, type SetupTestId, setupTestInput } from "./schemas";
import { testBot } from "./test-bot";

/** Tries one step of the setup for real, and says in a stable code what is exactly wrong. */
export async function testSetup(ctx: Ctx, input: { id: SetupTestId }): Promise<SetupTest> {
  requirePermission(ctx, "settings.read");
  const { id } = parseInput(setupTestInput, input);
  // Whether it works is told to whoever may see settings; what it is made of is not.
  return TESTS[id]({ ...ctx, actor: { type: "system", id: "setup-test" } });
}

const TESTS: Record<SetupTestId, (ctx: Ctx) => Promise<SetupTest>> = {
  panel: testPanel,
  bot: async (ctx) => {
    const { ok, code, username, webhookUrl, pendingUpdates, lastError } = await testBot(ctx);
    const details = {
      username: username ?? "",
      url: webhookUrl ?? "",
      pending: pendingUpdates ?? 0,
      error: lastError ?? "",
    };
    return { ok, code, details };
  },
  gateway: testGateways,
  plan: testPlans,
  email: async (ctx) => {
    try {
      return { ok: true, code: "ok", details: { host: await checkMailServer(ctx) } };
    } catch (error) {
      if (isAppError(error)) return { ok: false, code: error.code, details: error.details };
      const { reason, answer } = explainFailure(error);
      return { ok: false, code: reason, details: { answer } };
    }
  },
};

async function testPanel(ctx: Ctx): Promise<SetupTest> {
  const { ok, steps } = await diagnoseConnection(ctx);
  const worst =
    steps.find(({ state }) => state === "failed") ?? steps.find(({ state }) => state === "warning");
  const version = String(steps.find(({ step }) => step === "version")?.details.version ?? "");
  if (worst) return { ok, code: worst.code, details: { ...worst.details, version } };
  const { value: nodes } = await listNodes(ctx);
  return { ok, code: "ok", details: { version, nodes: nodes?.length ?? 0 } };
}

/** Each gateway that is on; the first that does not answer is the one to mend. */
async function testGateways(ctx: Ctx): Promise<SetupTest> {
  const methods = await listPaymentMethods(ctx);
  for (const { gateway, label } of methods) {
    const { ok, message } = await testGateway(ctx, { gateway });
    if (!ok) return { ok, code: "failed", details: { gateway: label.en, message } };
  }
  const gateways = methods.map(({ label }) => label.en).join(", ");
  return methods.length > 0
    ? { ok: true, code: "ok", details: { gateways } }
    : { ok: false, code: "none_on", details: {} };
}

/** A plan sells when somebody can pay its price and the panel knows its squads. */
async function testPlans(ctx: Ctx): Promise<SetupTest> {
  const [plans, methods, squads] = await Promise.all([
    listPlans(ctx),
    listPaymentMethods(ctx),
    listSquads(ctx),
  ]);
  const failed = (code: string, plan = ""): SetupTest => ({ ok: false, code, details: { plan } });
  const priced = plans.filter(({ durations }) => durations.some(({ prices }) => prices.length > 0));
  if (priced.length === 0) return failed(plans.length > 0 ? "unpriced" : "missing");
  const taken = new Set(methods.flatMap(({ currencies }) => currencies));
  for (const plan of priced) {
    const currencies = plan.durations.flatMap(({ prices }) => prices.map((one) => one.currency));
    if (!currencies.some((currency) => taken.has(currency))) {
      const details = { plan: plan.name.en, currencies: [...new Set(currencies)].join(", ") };
      return { ok: false, code: "not_payable", details };
    }
    const known = new Set(squads.value?.internal.map(({ uuid }) => uuid));
    if (known.size > 0 && plan.internalSquads.some((uuid) => !known.has(uuid))) {
      return failed("squad_gone", plan.name.en);
    }
  }
  return { ok: true, code: "ok", details: { plans: priced.length } };
}
