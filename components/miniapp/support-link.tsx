"use client";

import { ActionButton } from "./action-button";

/** `@name` opens a chat in Telegram, an address a page, anything else is shown as it is. */
export function SupportLink({ contact, label }: { contact: string; label: string }) {
  const username = /^@(\w{4,32})$/.exec(contact)?.[1];
  const address = username ? `https://t.me/${username}` : contact;
  if (!/^https:\/\//.test(address)) return <p className="px-4 py-4 break-words">{contact}</p>;
  return (
    <ActionButton
      kind="quiet"
      onPress={() => {
        void import("./telegram").then(({ openExternal, openTelegramLink }) =>
          address.startsWith("https://t.me/") ? openTelegramLink(address) : openExternal(address),
        );
      }}
    >
      {label} · {contact}
    </ActionButton>
  );
}
