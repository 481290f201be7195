import type { Ctx } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { readSettings } from "@/server/core/settings";
import type { Gateway } from "./contract";
import { cryptoPayGateway } from "./crypto-pay";
import { cryptomusGateway } from "./cryptomus";
import { demoGateway } from "./demo";
import { heleketGateway } from "./heleket";
import { plategaGateway } from "./platega";
import { starsGateway } from "./stars";
import { stripeGateway } from "./stripe";
import { yookassaGateway } from "./yookassa";

/** Every gateway, in the order customers see them. */
export const gateways = {
  stars: starsGateway,
  yookassa: yookassaGateway,
  stripe: stripeGateway,
  platega: plategaGateway,
  crypto_pay: cryptoPayGateway,
  heleket: heleketGateway,
  cryptomus: cryptomusGateway,
  demo: demoGateway,
} as const satisfies Record<string, Pick<Gateway, "id" | "label" | "currencies" | "webhook">>;

export type GatewayId = keyof typeof gateways;

export const GATEWAY_IDS = Object.keys(gateways) as GatewayId[];

/** A gateway with its settings read. Throws `not_found` for an id nobody knows. */
export async function openGateway(ctx: Ctx, id: string) {
  if (!Object.hasOwn(gateways, id)) {
    throw new AppError("not_found", "gateway_not_found", `There is no payment gateway ${id}.`, {
      id,
    });
  }
  // The registry's union of settings is erased here, once: each gateway only ever meets its own.
  const gateway = gateways[id as GatewayId] as unknown as Gateway;
  return { gateway, settings: await readSettings(ctx, gateway.settings) };
}
