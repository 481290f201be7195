import type { z } from "zod";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { env } from "@/server/core/env";
import { newId } from "@/server/core/ids";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { CURRENCIES, type Money } from "@/server/rules/money";
import { openGateway } from "./gateways/registry";
import { gatewayInput } from "./schemas";

const PREFIX = "test_";
const LIFETIME_MS = 3_600_000;

/** Belongs to no order: what happens to it is shown in the inbox and moves nothing. */
export const isTestPayment = (paymentId: string | undefined): boolean =>
  paymentId?.startsWith(PREFIX) ?? false;

export type TestPayment =
  | { ok: true; payUrl: string; money: Money }
  | { ok: false; message: string };

/**
 * Makes a real payment of the least there is at the provider, for the operator to look at and even to pay. It
 * works while the gateway is still off for customers.
 */
export async function sendTestPayment(
  ctx: Ctx,
  input: z.input<typeof gatewayInput>,
): Promise<TestPayment> {
  requirePermission(ctx, "settings.write");
  const { gateway: id } = parseInput(gatewayInput, input);
  const { gateway, settings } = await openGateway(ctx, id);
  const [currency] = gateway.currencies;
  const one = 10n ** BigInt(CURRENCIES[currency]);
  const least = gateway.minimums?.[currency] ?? one;
  const money: Money = { amount: least > one ? least : one, currency };
  const now = ctx.clock();
  const made = await gateway.create(ctx, settings, {
    payment: {
      id: newId("payment").replace(/^[a-z]+_/, PREFIX),
      externalId: null,
      money,
      data: {},
      createdAt: now,
      expiresAt: new Date(now.getTime() + LIFETIME_MS),
    },
    order: { number: 0, title: "Test payment", description: "Test payment" },
    customer: { telegramId: null, locale: "en" },
    returnUrl: `${env().APP_URL ?? ""}/admin/settings?group=${gateway.settings.id}`,
  });
  await inTransaction(ctx, (tx) =>
    recordAudit(tx, {
      action: "payments.sendTestPayment",
      subject: { type: "settings", id: gateway.settings.id },
      after: { outcome: made.kind, amount: money.amount, currency },
    }),
  );
  return made.kind === "created"
    ? { ok: true, payUrl: made.payUrl, money }
    : { ok: false, message: made.reason };
}
