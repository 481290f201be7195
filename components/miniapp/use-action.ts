"use client";

import { useRouter } from "next/navigation";
import { useCallback, useState } from "react";

type Rpc = typeof import("./rpc");
export type ActionState = "idle" | "working" | "failed";

/**
 * Runs one thing at a time against the server, then shows the page anew. A failure stays on the screen
 * until the next try; a second press while working does nothing.
 */
export function useAction() {
  const router = useRouter();
  const [state, setState] = useState<ActionState>("idle");

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
        } catch {
          telegram.haptic("error");
          setState("failed");
        }
      } catch {
        setState("failed");
      }
    },
    [router],
  );
  return { state, run, busy: state === "working" };
}
