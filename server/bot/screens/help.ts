import type { BotContext } from "../context";
import { button, escapeHtml, type Screen } from "./screen";

export function helpScreen(ctx: BotContext): Screen {
  const { supportContact } = ctx.links;
  return {
    html: [
      ctx.t("help.text"),
      ctx.commandNames.map((name) => `/${name} — ${ctx.t(`commands.${name}`)}`).join("\n"),
      ...(supportContact ? [ctx.t("support.text", { contact: escapeHtml(supportContact) })] : []),
    ].join("\n\n"),
    keyboard: [[button(ctx.t("menu.buy"), "buy")], [button(ctx.t("common.menu"), "menu")]],
  };
}
