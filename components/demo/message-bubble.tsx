"use client";

import { FileIcon } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cn } from "@/components/lib/utils";
import type { Button, Message } from "@/server/demo/telegram/types";
import { InlineKeyboard } from "./inline-keyboard";
import { RichText } from "./rich-text";

type Props = {
  message: Message;
  onButton: (message: Message, button: Button) => Promise<void>;
  onLink: (url: string) => void;
  onCommand: (command: string) => void;
};

const fileUrl = (id: string) => `/demo/api/telegram/files/${id}`;

/** One message of the chat: what was said, and the buttons under it. */
export function MessageBubble({ message, onButton, ...actions }: Props) {
  const t = useTranslations("demo.chat");
  const format = useFormatter();
  const paid = message.successful_payment ?? message.refunded_payment;
  if (paid) {
    const key = message.successful_payment ? "paid" : "refunded";
    return <Service>{t(key, { amount: paid.total_amount })}</Service>;
  }
  const mine = !message.from.is_bot;
  const { photo, invoice, text, caption } = message;
  const document = message.document ?? message.video;
  const words = text ?? caption;
  const time = format.dateTime(new Date(message.date * 1000), {
    hour: "2-digit",
    minute: "2-digit",
  });
  return (
    <article
      className={cn("flex w-full flex-col gap-1", mine ? "items-end" : "items-start")}
      aria-label={t(mine ? "fromYou" : "fromBot")}
    >
      <div
        className={cn(
          "w-fit max-w-[min(30rem,88%)] rounded-2xl px-3 py-1.5 text-[15px] leading-snug text-(--chat-text) shadow-xs",
          mine ? "rounded-br-md bg-(--chat-out)" : "rounded-bl-md bg-(--chat-in)",
        )}
      >
        {photo?.[0] && (
          // biome-ignore lint/performance/noImgElement: a picture of the stand-in, as it was sent
          <img
            src={fileUrl(photo[0].file_id)}
            alt={caption ?? t("photo")}
            width={256}
            height={256}
            className="-mx-1.5 my-1 h-auto w-64 rounded-xl bg-white"
          />
        )}
        {document && (
          <a
            href={fileUrl(document.file_id)}
            download={document.file_name}
            className="my-1 flex items-center gap-2 text-(--chat-accent)"
          >
            <FileIcon className="size-5" aria-hidden /> {document.file_name}
          </a>
        )}
        {invoice && (
          <div className="my-1">
            <p className="font-semibold">{invoice.title}</p>
            <p>{invoice.description}</p>
          </div>
        )}
        {words !== undefined && (
          <RichText
            text={words}
            entities={text === undefined ? message.caption_entities : message.entities}
            {...actions}
          />
        )}
        <span className="float-right ml-3 mt-1.5 select-none text-[11px] text-(--chat-hint)">
          {message.edit_date ? `${t("edited")} ` : ""}
          {time}
        </span>
      </div>
      {message.reply_markup && (
        <InlineKeyboard
          keyboard={message.reply_markup}
          onButton={(button) => onButton(message, button)}
        />
      )}
    </article>
  );
}

function Service({ children }: { children: ReactNode }) {
  return (
    <p className="mx-auto w-fit rounded-full bg-(--chat-service) px-3 py-1 text-center text-[13px] font-medium text-white">
      {children}
    </p>
  );
}
