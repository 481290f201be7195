"use client";

import { useMutation } from "@tanstack/react-query";
import { toast } from "sonner";
import { useErrorText } from "@/components/hooks/use-error-text";
import { useTRPC } from "@/components/lib/trpc";

/** Opens a customer's Mini App as they see it, in a tab of its own. */
export function useViewAs(): (customerId: string) => Promise<void> {
  const trpc = useTRPC();
  const errorText = useErrorText();
  const { mutateAsync } = useMutation(trpc.admin.customers.viewAs.mutationOptions());
  return async (customerId) => {
    // Opened before anything is waited for: browsers let a press open a tab, and nothing else.
    const tab = window.open("about:blank", "_blank");
    try {
      const { token } = await mutateAsync({ customerId });
      const answer = await fetch("/api/miniapp/view", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ token }),
      });
      if (!answer.ok) throw new Error("The view was not taken.");
      (tab ?? window).location.assign("/miniapp");
    } catch (error) {
      tab?.close();
      toast.error(errorText(error));
    }
  };
}
