import { balance } from "./balance";
import { buy } from "./buy";
import { connect } from "./connect";
import type { BotCommand } from "./contract";
import { help } from "./help";
import { invite } from "./invite";
import { language } from "./language";
import { partner } from "./partner";
import { paysupport } from "./paysupport";
import { promo } from "./promo";
import { start } from "./start";
import { subscriptions } from "./subscriptions";
import { terms } from "./terms";

export const commands = {
  start,
  buy,
  subscriptions,
  connect,
  invite,
  promo,
  balance,
  partner,
  language,
  help,
  terms,
  paysupport,
} as const satisfies Record<string, BotCommand>;
