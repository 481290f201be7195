import type { Ctx } from "@/server/core/context";
import { readSettings } from "@/server/core/settings";
import { money } from "@/server/rules/money";
import type { PayoutMethodId, PayoutMethodView } from "../schemas";
import { type ProgramSettings, payoutCryptoSettings } from "../settings";
import { bankTransfer } from "./bank-transfer";
import type { PayoutMethod } from "./contract";
import { crypto } from "./crypto";
import { serviceCredit } from "./service-credit";

/** Every way to pay partners, in the order they see them. */
const methods = {
  crypto,
  bank_transfer: bankTransfer,
  service_credit: serviceCredit,
} as const satisfies { [M in PayoutMethodId]: PayoutMethod<M> };

/** The registry's union of details is erased here, once: each method only ever meets its own. */
export const methodOf = (id: PayoutMethodId): PayoutMethod =>
  methods[id] as unknown as PayoutMethod;

export async function methodViews(
  ctx: Ctx,
  settings: ProgramSettings,
): Promise<PayoutMethodView[]> {
  const provider = await readSettings(ctx, payoutCryptoSettings);
  return Object.values(methods).flatMap((method) => {
    const { enabled, minimum, feeBp } = method.rules(settings);
    if (!enabled) return [];
    return [
      {
        id: method.id,
        label: method.label,
        arrives: method.arrives,
        minimum: money(minimum, settings.currency),
        feeBp,
        automatic: method.instant || ("provider" in method && provider.enabled),
      },
    ];
  });
}
