"use client";

import { useRouter } from "next/navigation";
import { useCallback, useState } from "react";
import type { Refusal } from "./refusal-words";

type Rpc = typeof import("./rpc");
export type ActionState = "idle" | "working" | "failed";

/**
 * Runs one thing at a time against the server, then shows the page anew. A failure stays on the screen
 * until the next try; a second press while working does nothing.
 */
export function useAction() {
  const router = useRouter();
  const [state, setState] = useState<ActionState>("idle");
  /** The server's stable code of the last failure; empty when there was no answer. */
  const [failure, setFailure] = useState("");
  /** What that code says to people; empty when it has no words of its own. */
  const [words, setWords] = useState("");

  const run = useCallback(
    async <T>(act: (rpc: Rpc["rpc"]) => Promise<T>, done?: (result: T) => void): Promise<void> => {
      setState("working");
      try {
        const [module, telegram] = await Promise.all([import("./rpc"), import("./telegram")]);
        try {
          const result = await act(module.rpc);
          telegram.haptic("success");
          setState("idle");
          if (done) done(result);
          else router.refresh();
        } catch (error) {
          telegram.haptic("error");
          const refusal = refusalOf(error);
          const { refusalWords } = await import("./refusal-words");
          setFailure(refusal.code);
          setWords(refusalWords(refusal, document.documentElement.lang));
          setState("failed");
        }
      } catch {
        setFailure("");
        setWords("");
        setState("failed");
      }
    },
    [router],
  );
  return { state, failure, words, run, busy: state === "working" };
}

/** Read without tRPC's own class, which is loaded with the first press only. */
function refusalOf(error: unknown): Refusal {
  const { data } = error as { data?: { app?: Partial<Refusal> } };
  return { code: data?.app?.code ?? "", details: data?.app?.details ?? {} };
}
