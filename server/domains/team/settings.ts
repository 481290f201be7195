import { z } from "zod";
import type { Ctx } from "@/server/core/context";
import { defineSettings, readSettings } from "@/server/core/settings";
import { CURRENCY_CODES } from "@/server/rules/money";

/** Which roles may do nothing before they have a second factor, and what asks for it again. */
export const teamSettings = defineSettings({
  id: "team",
  schema: z.object({
    secondFactorOwner: z.boolean().default(false),
    secondFactorAdmin: z.boolean().default(false),
    secondFactorSupport: z.boolean().default(false),
    secondFactorAnalyst: z.boolean().default(false),
    /** Roles that operators made themselves. */
    secondFactorOwnRoles: z.boolean().default(false),
    /** A refund or credit above it asks an operator for their second factor again; 0: every one does. */
    moneyLimit: z.number().int().min(0).max(1_000_000_000).default(0),
    moneyLimitCurrency: z.enum(CURRENCY_CODES).default("USD"),
  }),
  secrets: [],
});

/** Whether operators of this role must have a second factor. */
export async function asksForSecondFactor(ctx: Ctx, role: string): Promise<boolean> {
  const settings = await readSettings(ctx, teamSettings);
  switch (role) {
    case "owner":
      return settings.secondFactorOwner;
    case "admin":
      return settings.secondFactorAdmin;
    case "support":
      return settings.secondFactorSupport;
    case "analyst":
      return settings.secondFactorAnalyst;
    default:
      return settings.secondFactorOwnRoles;
  }
}
