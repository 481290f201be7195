import type { Ctx } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { readSettings } from "@/server/core/settings";
import {
  createCustomerSession,
  findCustomerSession,
  upsertTelegramCustomer,
} from "@/server/domains/customers";
import { telegramSettings } from "@/server/integrations/telegram/settings";
import { customerCookie } from "./customer-session";
import { verifyInitData } from "./init-data";

/** What a deep link into the Mini App opens, by the prefix of its payload. */
const START_PAGES: Record<string, (id: string) => string> = {
  sub: (id) => `/miniapp/subscription/sub_${id}`,
  plan: (id) => `/miniapp/purchase?plan=pln_${id}`,
};

/**
 * Signs a person in by their launch of the Mini App. A session that is already theirs is kept.
 *
 * @throws AppError `unauthenticated` for data that the bot did not sign, or signed more than a day ago
 */
export async function signInWithInitData(
  ctx: Ctx,
  input: { initData: string; userAgent: string; currentToken: string | null },
) {
  const { botToken } = await readSettings(ctx, telegramSettings);
  if (!botToken) {
    throw new AppError(
      "precondition",
      "bot_not_configured",
      "Set the bot's token in the settings.",
    );
  }
  const { user, startParam } = verifyInitData(input.initData, botToken, ctx.clock());
  const { customer } = await upsertTelegramCustomer(ctx, {
    telegramId: BigInt(user.id),
    username: user.username ?? null,
    firstName: user.first_name,
    lastName: user.last_name,
    languageCode: user.language_code ?? null,
    startPayload: startParam,
  });
  const current = input.currentToken
    ? await findCustomerSession(ctx, { token: input.currentToken })
    : null;
  const kept = current?.customerId === customer.id ? input.currentToken : null;
  const { token, expiresAt } = kept
    ? { token: kept, expiresAt: current?.expiresAt }
    : await createCustomerSession(ctx, {
        customerId: customer.id,
        userAgent: input.userAgent.slice(0, 300),
      });
  const [, kind = "", id = ""] = /^([a-z]+)_(?:sub_|pln_)?(\w{1,40})$/.exec(startParam ?? "") ?? [];
  return {
    changed: kept === null,
    goTo: Object.hasOwn(START_PAGES, kind) ? (START_PAGES[kind]?.(id) ?? null) : null,
    cookie: customerCookie(token, expiresAt),
  };
}
