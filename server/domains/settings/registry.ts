import type { SettingsDefinition } from "@/server/core/settings";
import { analyticsSettings } from "@/server/domains/analytics";
import { orderSettings } from "@/server/domains/orders";
import { payoutCryptoSettings, programSettings } from "@/server/domains/partners";
import { gateways, paymentSettings, renewalSettings } from "@/server/domains/payments";
import { referralSettings } from "@/server/domains/referrals";
import { remnawaveSettings } from "@/server/domains/remnawave";
import { teamSettings } from "@/server/domains/team";
import { trialSettings } from "@/server/domains/trials";
import { emailSettings } from "@/server/integrations/email/settings";
import { telegramSettings } from "@/server/integrations/telegram/settings";

/** Every group of settings there is, in the order they are shown. */
export const definitions: readonly SettingsDefinition[] = [
  remnawaveSettings as unknown as SettingsDefinition,
  telegramSettings as unknown as SettingsDefinition,
  emailSettings as unknown as SettingsDefinition,
  paymentSettings as unknown as SettingsDefinition,
  ...Object.values(gateways).map((gateway) => gateway.settings as unknown as SettingsDefinition),
  renewalSettings as unknown as SettingsDefinition,
  trialSettings as unknown as SettingsDefinition,
  referralSettings as unknown as SettingsDefinition,
  orderSettings as unknown as SettingsDefinition,
  programSettings as unknown as SettingsDefinition,
  payoutCryptoSettings as unknown as SettingsDefinition,
  analyticsSettings as unknown as SettingsDefinition,
  teamSettings as unknown as SettingsDefinition,
];
