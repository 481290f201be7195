import type { NotificationChannel } from "./contract";
import { telegramChannel } from "./telegram";

export const notificationChannels = {
  telegram: telegramChannel,
} as const satisfies Record<string, NotificationChannel>;
