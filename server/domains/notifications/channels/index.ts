import type { NotificationChannel } from "./contract";
import { emailChannel } from "./email";
import { telegramChannel } from "./telegram";

export const notificationChannels = {
  telegram: telegramChannel,
  email: emailChannel,
} as const satisfies Record<string, NotificationChannel>;
