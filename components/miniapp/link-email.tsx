"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { ActionButton } from "./action-button";
import { type Answer, EmailCode, type EmailCodeTexts } from "./email-code";
import type { Refusal } from "./refusal-words";

/** Links an address to sign in with; the code shows that it is one's own. */
export function LinkEmail({
  email,
  texts,
}: {
  email: string | null;
  texts: EmailCodeTexts & Record<"none" | "change" | "link", string>;
}) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  if (open) {
    return (
      <div className="flex flex-col gap-2 py-3">
        <EmailCode
          texts={texts}
          ask={(address) =>
            told((rpc) => rpc.miniapp.customer.linkEmail.mutate({ email: address }))
          }
          confirm={async (_address, code) => {
            const problem = await told((rpc) => rpc.miniapp.customer.confirmEmail.mutate({ code }));
            if (!problem) {
              setOpen(false);
              router.refresh();
            }
            return problem;
          }}
        />
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-1 py-3">
      <p className="px-4 break-words text-tg-hint">{email ?? texts.none}</p>
      <ActionButton kind="quiet" onPress={() => setOpen(true)}>
        {email ? texts.change : texts.link}
      </ActionButton>
    </div>
  );
}

type Rpc = typeof import("./rpc").rpc;

async function told(act: (rpc: Rpc) => Promise<unknown>): Answer {
  const { rpc } = await import("./rpc");
  try {
    await act(rpc);
    return null;
  } catch (error) {
    const { data } = error as { data?: { app?: Partial<Refusal> } };
    return { code: data?.app?.code ?? "", details: data?.app?.details ?? {} };
  }
}
