"use client";

import { useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import { useCallback, useEffect, useState } from "react";
import { cn } from "@/components/lib/utils";
import type { CallbackAnswer } from "@/server/demo/telegram/context";
import type { Button, Invoice, Message, Person } from "@/server/demo/telegram/types";
import { telegram } from "./api";
import { ChatPane } from "./chat-pane";
import { meaningOf } from "./links";
import { MiniAppFrame } from "./miniapp-frame";
import { NewPerson } from "./new-person";
import { PersonList } from "./person-list";
import { type InvoiceStatus, StarsSheet } from "./stars-sheet";
import { useChat } from "./use-chat";

type OpenInvoice = { slug: string; onClosed?: (status: InvoiceStatus) => void };

/** A messenger in a page: people, their chats with the bot, Stars and the Mini App. */
export function ChatApp({
  initialPerson,
  appUrl,
}: {
  initialPerson: number | null;
  appUrl: string;
}) {
  const t = useTranslations("demo.chat");
  const { resolvedTheme } = useTheme();
  const [persons, setPersons] = useState<Person[] | null>(null);
  const [personId, setPersonId] = useState<number | null>(initialPerson);
  const [listOpen, setListOpen] = useState(false);
  const [making, setMaking] = useState(false);
  const [invoice, setInvoice] = useState<OpenInvoice | null>(null);
  const [app, setApp] = useState<string | null>(null);
  const [notice, setNotice] = useState<string | null>(null);
  const { chat, failed } = useChat(personId);

  const choose = useCallback((id: number) => {
    setPersonId(id);
    setListOpen(false);
    setApp(null);
    setNotice(null);
    window.history.replaceState(null, "", `?person=${id}`);
  }, []);

  const loadPersons = useCallback(async () => {
    const list = await telegram<Person[]>("persons").catch(() => null);
    if (!list) return setTimeout(() => void loadPersons(), 2_000);
    setPersons(list);
    setPersonId((current) => current ?? list[0]?.id ?? null);
  }, []);
  const blocked = chat?.person.blocked;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list shows what these change
  useEffect(() => {
    void loadPersons();
  }, [loadPersons, personId, blocked]);

  if (personId === null) {
    return (
      <p role="status" className="p-8 text-center text-sm text-muted-foreground">
        {t("loading")}
      </p>
    );
  }

  /** The page's own origin serves the shop too, by whatever name it was opened. */
  const here = (url: string) =>
    appUrl && url.startsWith(`${appUrl}/`) ? `${location.origin}${url.slice(appUrl.length)}` : url;
  const complain = (reason: unknown) =>
    setNotice(reason instanceof Error ? reason.message : t("failed"));

  async function send(text: string): Promise<boolean> {
    setNotice(null);
    try {
      await telegram(`chats/${personId}/messages`, { text });
      return true;
    } catch (reason) {
      complain(reason);
      return false;
    }
  }

  async function openApp(url?: string, startParam?: string): Promise<void> {
    const theme = resolvedTheme === "dark" ? "dark" : "light";
    const wanted = { theme, ...(url ? { url } : {}), ...(startParam ? { startParam } : {}) };
    try {
      setApp(here((await telegram<{ url: string }>(`chats/${personId}/launch`, wanted)).url));
    } catch (reason) {
      complain(reason);
    }
  }

  function follow(link: string): void {
    const meaning = meaningOf(link, chat?.bot.username ?? "");
    if (meaning.kind === "invoice") setInvoice({ slug: meaning.slug });
    else if (meaning.kind === "start") void send(`/start ${meaning.payload}`);
    else if (meaning.kind === "app") void openApp(undefined, meaning.startParam);
    else if (meaning.kind === "share") setNotice(t("share", { text: meaning.text }));
    else if (meaning.kind === "telegram") setNotice(t("elsewhere", { url: meaning.url }));
    else window.open(here(meaning.url), "_blank", "noopener");
  }

  async function press(message: Message, button: Button): Promise<void> {
    setNotice(null);
    if (button.url) return follow(button.url);
    if (button.web_app) return openApp(button.web_app.url);
    try {
      if (button.pay) {
        const path = `chats/${personId}/invoice/${message.message_id}`;
        setInvoice({ slug: (await telegram<Invoice>(path)).slug });
        return;
      }
      const { answer } = await telegram<{ answer: CallbackAnswer | null }>(
        `chats/${personId}/press`,
        { messageId: message.message_id, data: button.callback_data },
      );
      if (!answer) setNotice(t("noAnswer"));
      else if (answer.text) setNotice(answer.text);
      if (answer?.url) follow(answer.url);
    } catch (reason) {
      complain(reason);
    }
  }

  return (
    <div className="flex min-h-0 flex-1 overflow-hidden bg-(--chat-wall)">
      <div
        className={cn(
          "flex w-full flex-col border-r bg-card md:w-72 md:shrink-0",
          !listOpen && "max-md:hidden",
        )}
      >
        <PersonList
          persons={persons ?? []}
          chosen={personId}
          onChoose={choose}
          onNew={() => setMaking(true)}
        />
      </div>
      <ChatPane
        key={personId}
        className={cn(listOpen && "max-md:hidden")}
        chat={chat}
        failed={failed}
        notice={notice}
        onNoticeClosed={() => setNotice(null)}
        onPeople={() => setListOpen(true)}
        onSend={send}
        onButton={press}
        onLink={follow}
        onMenu={(url) => void openApp(url)}
        onBlock={(wanted) =>
          void telegram(`chats/${personId}/block`, { blocked: wanted }).catch(complain)
        }
      />
      {app && (
        <MiniAppFrame
          key={app}
          url={app}
          title={chat?.bot.name ?? ""}
          host={{
            close: () => setApp(null),
            openLink: follow,
            openTelegramLink: follow,
            openInvoice: (slug, onClosed) => setInvoice({ slug, onClosed }),
          }}
        />
      )}
      {invoice && (
        <StarsSheet
          slug={invoice.slug}
          personId={personId}
          onClosed={(status) => {
            setInvoice(null);
            invoice.onClosed?.(status);
          }}
        />
      )}
      {making && (
        <NewPerson
          onClose={() => setMaking(false)}
          onDone={(id) => {
            setMaking(false);
            choose(id);
          }}
        />
      )}
    </div>
  );
}
