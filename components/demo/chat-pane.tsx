"use client";

import { ArrowLeftIcon, BanIcon, UsersIcon, XIcon } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { href } from "@/components/lib/href";
import { cn } from "@/components/lib/utils";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import type { Button as InlineButton, Message } from "@/server/demo/telegram/types";
import { Composer } from "./composer";
import { MessageBubble } from "./message-bubble";
import { fullName } from "./person-list";
import { ReplyKeyboard } from "./reply-keyboard";
import type { Chat } from "./use-chat";

type Props = {
  className?: string;
  chat: Chat | null;
  failed: boolean;
  notice: string | null;
  onNoticeClosed: () => void;
  onPeople: () => void;
  onSend: (text: string) => Promise<boolean>;
  onButton: (message: Message, button: InlineButton) => Promise<void>;
  onLink: (url: string) => void;
  onMenu: (url: string) => void;
  onBlock: (blocked: boolean) => void;
};

/** One person's chat with the bot. */
export function ChatPane({ className, chat, failed, notice, onNoticeClosed, ...props }: Props) {
  const t = useTranslations("demo.chat");
  const log = useRef<HTMLDivElement>(null);
  const last = chat?.messages.at(-1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is new is at the bottom
  useEffect(() => {
    log.current?.scrollTo({ top: log.current.scrollHeight });
  }, [last?.message_id, last?.edit_date]);

  return (
    <main className={cn("flex min-w-0 flex-1 flex-col", className)}>
      <ChatHeader chat={chat} onPeople={props.onPeople} onBlock={props.onBlock} />
      {failed && (
        <p role="alert" className="bg-destructive px-4 py-1 text-center text-xs text-white">
          {t("connecting")}
        </p>
      )}
      <div
        ref={log}
        role="log"
        aria-label={t("messages")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
        tabIndex={0}
        className="min-h-0 flex-1 overflow-y-auto outline-none focus-visible:ring-[3px] focus-visible:ring-inset focus-visible:ring-ring/40"
      >
        <div className="mx-auto flex min-h-full max-w-3xl flex-col justify-end gap-2 px-3 py-4">
          {!chat && <MessageSkeleton />}
          {chat?.messages.length === 0 && (
            <div className="m-auto max-w-72 rounded-2xl bg-(--chat-in) p-5 text-center text-(--chat-text)">
              <p className="text-sm font-semibold">{t("empty")}</p>
              <p className="mt-1 whitespace-pre-wrap text-[13px] text-(--chat-hint)">
                {chat.bot.description || t("emptyHint")}
              </p>
            </div>
          )}
          {chat?.messages.map((message) => (
            <MessageBubble
              key={message.message_id}
              message={message}
              onButton={props.onButton}
              onLink={props.onLink}
              onCommand={(command) => void props.onSend(command)}
            />
          ))}
        </div>
      </div>
      {notice && (
        <div
          role="status"
          className="flex items-start gap-2 border-t bg-card px-4 py-2 text-[13px]"
        >
          <p className="min-w-0 flex-1 whitespace-pre-wrap [overflow-wrap:anywhere]">{notice}</p>
          <button type="button" aria-label={t("dismiss")} onClick={onNoticeClosed}>
            <XIcon className="size-4" aria-hidden />
          </button>
        </div>
      )}
      <ChatFooter chat={chat} {...props} />
    </main>
  );
}

function ChatFooter({
  chat,
  onSend,
  onMenu,
  onBlock,
}: Pick<Props, "chat" | "onSend" | "onMenu" | "onBlock">) {
  const t = useTranslations("demo.chat");
  const wide = "m-2 h-11 text-sm";
  if (!chat) return <div className="h-14 border-t bg-card" />;
  if (chat.person.blocked) {
    return (
      <Button className={wide} onClick={() => onBlock(false)}>
        {t("unblock")}
      </Button>
    );
  }
  if (chat.messages.length === 0) {
    return (
      <Button className={wide} onClick={() => void onSend("/start")}>
        {t("start")}
      </Button>
    );
  }
  const keyboard = chat.person.replyKeyboard;
  return (
    <>
      <Composer chat={chat} onSend={onSend} onMenu={onMenu} />
      {keyboard && <ReplyKeyboard keyboard={keyboard} onSend={onSend} />}
    </>
  );
}

function ChatHeader({ chat, onPeople, onBlock }: Pick<Props, "chat" | "onPeople" | "onBlock">) {
  const t = useTranslations("demo.chat");
  const icon =
    "flex size-9 shrink-0 items-center justify-center rounded-full text-muted-foreground outline-none hover:bg-accent focus-visible:ring-[3px] focus-visible:ring-ring/40";
  return (
    <header className="flex items-center gap-1 border-b bg-card px-2 py-1.5">
      <Link href={href("/demo")} className={icon} aria-label={t("toDemo")}>
        <ArrowLeftIcon className="size-5" aria-hidden />
      </Link>
      <button
        type="button"
        className={cn(icon, "md:hidden")}
        aria-label={t("people")}
        onClick={onPeople}
      >
        <UsersIcon className="size-5" aria-hidden />
      </button>
      <div className="min-w-0 flex-1 px-1 leading-tight">
        <h1 className="truncate text-sm font-semibold">{chat?.bot.name ?? t("title")}</h1>
        <p className="truncate text-xs text-muted-foreground">
          {chat ? t("as", { name: fullName(chat.person) }) : t("loading")}
        </p>
      </div>
      {chat && !chat.person.blocked && chat.messages.length > 0 && (
        <button
          type="button"
          className={icon}
          aria-label={t("block")}
          title={t("block")}
          onClick={() => onBlock(true)}
        >
          <BanIcon className="size-4.5" aria-hidden />
        </button>
      )}
    </header>
  );
}

const MessageSkeleton = () => (
  <div className="flex flex-col gap-2" aria-hidden>
    <Skeleton className="h-10 w-40 self-end rounded-2xl" />
    <Skeleton className="h-24 w-64 rounded-2xl" />
  </div>
);
