"use client";

import { useEffect, useState } from "react";
import type { ChatState } from "@/server/demo/telegram/control";
import type { Message } from "@/server/demo/telegram/types";
import { telegram } from "./api";

export type Chat = Omit<ChatState, "deleted" | "version">;

const RETRY_MS = 1_500;

/** A person's chat, followed by long polling. `failed` while it cannot be reached. */
export function useChat(personId: number | null): { chat: Chat | null; failed: boolean } {
  const [chat, setChat] = useState<Chat | null>(null);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    setChat(null);
    setFailed(false);
    if (personId === null) return;
    const left = new AbortController();
    const messages = new Map<number, Message>();
    let version = 0;

    async function follow(): Promise<void> {
      while (!left.signal.aborted) {
        try {
          const path = `chats/${personId}?after=${version}`;
          const state = await telegram<ChatState>(path, undefined, left.signal);
          if (left.signal.aborted) return;
          version = state.version;
          for (const message of state.messages) messages.set(message.message_id, message);
          for (const id of state.deleted) messages.delete(id);
          const ordered = [...messages.values()].sort((a, b) => a.message_id - b.message_id);
          setChat({ ...state, messages: ordered });
          setFailed(false);
        } catch {
          if (left.signal.aborted) return;
          setFailed(true);
          await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
        }
      }
    }
    void follow();
    return () => left.abort();
  }, [personId]);

  return { chat, failed };
}
