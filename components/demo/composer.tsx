"use client";

import { MenuIcon, SendHorizontalIcon, SlashIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import type { Chat } from "./use-chat";

const ICON =
  "flex size-10 shrink-0 items-center justify-center rounded-full text-muted-foreground outline-none hover:bg-accent focus-visible:ring-[3px] focus-visible:ring-ring/40 disabled:opacity-40";

/** Where a person writes, with the bot's commands and its menu button. */
export function Composer({
  chat,
  onSend,
  onMenu,
}: {
  chat: Chat;
  /** False when it was not sent: the text stays. */
  onSend: (text: string) => Promise<boolean>;
  onMenu: (url: string) => void;
}) {
  const t = useTranslations("demo.chat");
  const [text, setText] = useState("");
  const send = async () => {
    const sent = text.trim();
    if (sent === "") return;
    setText("");
    if (!(await onSend(sent))) setText(sent);
  };
  const { menu } = chat;
  return (
    <form
      className="flex items-end gap-1 border-t bg-card px-2 py-2 pb-[max(0.5rem,env(safe-area-inset-bottom))]"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {menu && (
        <button
          type="button"
          className="flex h-10 max-w-32 shrink-0 items-center gap-1.5 rounded-full bg-primary px-3 text-[13px] font-medium text-primary-foreground outline-none focus-visible:ring-[3px] focus-visible:ring-ring/40"
          onClick={() => onMenu(menu.url)}
          aria-label={menu.text}
        >
          <MenuIcon className="size-4 shrink-0" aria-hidden />
          <span className="truncate max-sm:hidden">{menu.text}</span>
        </button>
      )}
      <textarea
        rows={1}
        value={text}
        aria-label={t("compose")}
        placeholder={chat.person.replyKeyboard?.placeholder || t("compose")}
        className="max-h-32 min-h-10 min-w-0 flex-1 resize-none bg-transparent px-2 py-2 text-base outline-none [field-sizing:content] placeholder:text-muted-foreground"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          void send();
        }}
      />
      {chat.commands.length > 0 && (
        <DropdownMenu>
          <DropdownMenuTrigger className={ICON} aria-label={t("commands")}>
            <SlashIcon className="size-4" aria-hidden />
          </DropdownMenuTrigger>
          <DropdownMenuContent align="end" side="top">
            {chat.commands.map(({ command, description }) => (
              <DropdownMenuItem key={command} onSelect={() => void onSend(`/${command}`)}>
                <span className="font-medium">/{command}</span>
                <span className="text-muted-foreground">{description}</span>
              </DropdownMenuItem>
            ))}
          </DropdownMenuContent>
        </DropdownMenu>
      )}
      <button
        type="submit"
        className={`${ICON} text-primary`}
        aria-label={t("send")}
        disabled={text.trim() === ""}
      >
        <SendHorizontalIcon className="size-5" aria-hidden />
      </button>
    </form>
  );
}
