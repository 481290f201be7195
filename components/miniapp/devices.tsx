"use client";

import { useState } from "react";
import { ActionButton } from "./action-button";
import { Confirm } from "./confirm";
import { useAction } from "./use-action";

type Device = { hwid: string; name: string; detail: string };
type Texts = Record<
  | "remove"
  | "removeAll"
  | "confirmTitle"
  | "confirmText"
  | "confirmAllTitle"
  | "confirmAllText"
  | "yes"
  | "no"
  | "failed",
  string
>;

/** The devices of one subscription; removing asks first, because the device must be connected anew. */
export function Devices({
  subscriptionId,
  devices,
  texts,
}: {
  subscriptionId: string;
  devices: Device[];
  texts: Texts;
}) {
  const { state, words, run, busy } = useAction();
  /** A hardware id, `all`, or nothing being asked. */
  const [asked, setAsked] = useState<string | null>(null);
  const remove = () => {
    const target = asked;
    setAsked(null);
    if (target === "all")
      void run((rpc) => rpc.miniapp.panel.removeAllDevices.mutate({ subscriptionId }));
    else if (target) {
      void run((rpc) => rpc.miniapp.panel.removeDevice.mutate({ subscriptionId, hwid: target }));
    }
  };
  return (
    <>
      <ul>
        {devices.map((device) => (
          <li
            key={device.hwid}
            className="flex min-h-14 items-center gap-3 border-b border-tg-line px-4 py-2 last:border-b-0"
          >
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">{device.name}</span>
              <span className="block truncate text-[13px] text-tg-hint">{device.detail}</span>
            </span>
            <button
              type="button"
              disabled={busy}
              aria-label={`${texts.remove}: ${device.name}`}
              className="rounded-lg px-3 py-2 text-[13px] font-medium text-tg-danger disabled:opacity-50"
              onClick={() => setAsked(device.hwid)}
            >
              {texts.remove}
            </button>
          </li>
        ))}
      </ul>
      {state === "failed" && (
        <p role="alert" className="px-4 py-2 text-[13px] text-tg-danger">
          {words || texts.failed}
        </p>
      )}
      {devices.length > 1 && (
        <ActionButton kind="danger" busy={busy} onPress={() => setAsked("all")}>
          {texts.removeAll}
        </ActionButton>
      )}
      <Confirm
        open={asked !== null}
        title={asked === "all" ? texts.confirmAllTitle : texts.confirmTitle}
        text={asked === "all" ? texts.confirmAllText : texts.confirmText}
        yes={texts.yes}
        no={texts.no}
        onYes={remove}
        onNo={() => setAsked(null)}
      />
    </>
  );
}
