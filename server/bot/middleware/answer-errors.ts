import type { MiddlewareFn } from "telegraf";
import { isAppError } from "@/server/core/errors";
import { pack } from "../callback-data";
import type { BotContext } from "../context";
import { button, show } from "../screens/screen";

/** A typed error is an answer in the person's language; anything else goes on to be logged and redelivered. */
export const answerErrors: MiddlewareFn<BotContext> = async (ctx, next) => {
  try {
    await next();
  } catch (error) {
    if (!isAppError(error)) throw error;
    ctx.app.log.info({ code: error.code, kind: error.kind }, "the bot answered with an error");
    const key = `errors.${error.code}`;
    const { subscriptionId } = error.details;
    await show(ctx, {
      html: ctx.t.has(key) ? ctx.t(key, error.details) : ctx.t(`errors.kind.${error.kind}`),
      keyboard: [
        ...(error.code === "devices_must_be_dropped" && subscriptionId
          ? [[button(ctx.t("subscription.devices"), pack("devs", String(subscriptionId)))]]
          : []),
        [button(ctx.t("common.menu"), "menu")],
      ],
    });
  }
};
