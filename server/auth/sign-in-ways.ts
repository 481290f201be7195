import { type Ctx, systemContext } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { readSettings } from "@/server/core/settings";
import {
  finishSignIn,
  proveTelegram,
  type SignInStep,
  signInWithPasskey,
  signInWithPassword,
  signInWithTelegram,
  spendTelegramProof,
} from "@/server/domains/team";
import { telegramSettings } from "@/server/integrations/telegram/settings";
import { cookieOf, PENDING_COOKIE } from "./cookies";
import { verifyInitData } from "./init-data";
import { flatJson } from "./json-request";
import { siteOf } from "./site";
import { visitorOf } from "./visitor";

export type WayFields = Partial<Record<string, string>>;
type Way = (request: Request, fields: WayFields) => Promise<SignInStep>;

const context = () => systemContext("sign-in");

/** What a form of the sign-in pages may send to `/api/auth/callback/<way>`. */
export const SIGN_IN_WAYS = {
  credentials: (request, { email = "", password = "" }) =>
    signInWithPassword(context(), { email, password, ...visitorOf(request.headers) }),
  "second-factor": (request, { kind = "", code = "", passkey = "" }) =>
    finishSignIn(context(), {
      // Parsed there: anything that is no kind of factor is refused.
      factor:
        kind === "passkey" ? { kind, answer: flatJson(passkey) } : { kind: kind as "totp", code },
      secret: cookieOf(request, PENDING_COOKIE) ?? "",
      site: siteOf(request),
      ...visitorOf(request.headers),
    }),
  passkey: (request, { passkey = "" }) =>
    signInWithPasskey(context(), {
      answer: flatJson(passkey),
      site: siteOf(request),
      ...visitorOf(request.headers),
    }),
  telegram: async (request, { widget, initData = "" }) => {
    const ctx = context();
    const { telegramId } = widget
      ? await proveTelegram(ctx, flatJson(widget))
      : await proveByInitData(ctx, initData);
    return signInWithTelegram(ctx, { telegramId, ...visitorOf(request.headers) });
  },
} as const satisfies Record<string, Way>;

export type SignInWay = keyof typeof SIGN_IN_WAYS;

/** This page was opened inside Telegram, as a Mini App: what it was launched with is signed likewise. */
async function proveByInitData(ctx: Ctx, raw: string): Promise<{ telegramId: bigint }> {
  const { botToken } = await readSettings(ctx, telegramSettings);
  if (!botToken) {
    throw new AppError(
      "precondition",
      "bot_not_configured",
      "Set the bot's token in the settings.",
    );
  }
  const { user, signedAt, signature } = verifyInitData(raw, botToken, ctx.clock());
  const telegramId = BigInt(user.id);
  await spendTelegramProof(ctx, { telegramId, signedAt, signature });
  return { telegramId };
}
