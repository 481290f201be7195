"use client";

import { ActionButton } from "./action-button";

/** Telegram's own "send to…": inside of Telegram it opens over the app, elsewhere in a tab. */
export const ShareButton = ({ url, label }: { url: string; label: string }) => (
  <ActionButton
    kind="main"
    onPress={() => {
      void import("./telegram").then(({ openTelegramLink }) => openTelegramLink(url));
    }}
  >
    {label}
  </ActionButton>
);
