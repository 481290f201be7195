"use client";

import { useState } from "react";
import type { PayoutDetails, PayoutMethodId } from "@/server/domains/partners/schemas";
import { ActionButton } from "./action-button";
import { ChoiceField, Failure, TextField } from "./form-parts";
import { useAction } from "./use-action";

const TEXTS = [
  "change",
  "method",
  "save",
  "automatic",
  "automaticHint",
  "network",
  "cryptobot",
  "trc20",
  "ton",
  "address",
  "form",
  "iban",
  "card",
  "phone",
  "account",
  "holder",
  "bank",
] as const;
type Network = Extract<PayoutDetails, { method: "crypto" }>["network"];
type Form = Extract<PayoutDetails, { method: "bank_transfer" }>["form"];
const NETWORKS = ["cryptobot", "trc20", "ton"] as const satisfies Network[];
const FORMS = ["iban", "card", "phone"] as const satisfies Form[];

/** Where payouts go. What was entered before is not shown again: it is kept encrypted. */
export function PayoutMethodForm({
  open: startsOpen,
  current,
  automatic,
  methods,
  errors,
  texts,
}: {
  open: boolean;
  current: PayoutMethodId | null;
  automatic: boolean;
  methods: { id: PayoutMethodId; label: string }[];
  errors: Record<string, string>;
  texts: Record<(typeof TEXTS)[number], string>;
}) {
  const { state, failure, words, run, busy } = useAction();
  const [open, setOpen] = useState(startsOpen);
  const [method, setMethod] = useState(current ?? methods[0]?.id ?? "service_credit");
  const [network, setNetwork] = useState<Network>("cryptobot");
  const [address, setAddress] = useState("");
  const [form, setForm] = useState<Form>("iban");
  const [account, setAccount] = useState("");
  const [holder, setHolder] = useState("");
  const [bank, setBank] = useState("");
  const [auto, setAuto] = useState(automatic);
  if (!open) {
    return (
      <ActionButton kind="quiet" onPress={() => setOpen(true)}>
        {texts.change}
      </ActionButton>
    );
  }
  const details: PayoutDetails =
    method === "crypto"
      ? { method, network, address }
      : method === "bank_transfer"
        ? { method, form, account, holder, bank }
        : { method };
  return (
    <>
      <ChoiceField
        label={texts.method}
        value={method}
        onChange={setMethod}
        options={methods.map(({ id, label }) => ({ value: id, label }))}
      />
      {method === "crypto" && (
        <>
          <ChoiceField
            label={texts.network}
            value={network}
            onChange={setNetwork}
            options={NETWORKS.map((value) => ({ value, label: texts[value] }))}
          />
          {network !== "cryptobot" && (
            <TextField label={texts.address} value={address} onChange={setAddress} max={128} />
          )}
        </>
      )}
      {method === "bank_transfer" && (
        <>
          <ChoiceField
            label={texts.form}
            value={form}
            onChange={setForm}
            options={FORMS.map((value) => ({ value, label: texts[value] }))}
          />
          <TextField label={texts.account} value={account} onChange={setAccount} max={64} />
          <TextField label={texts.holder} value={holder} onChange={setHolder} max={100} />
          <TextField label={texts.bank} value={bank} onChange={setBank} max={100} />
        </>
      )}
      <label className="flex min-h-13 items-center gap-3 px-4 py-2">
        <span className="flex-1">
          <span className="block">{texts.automatic}</span>
          <span className="block text-[13px] text-tg-hint">{texts.automaticHint}</span>
        </span>
        <input
          type="checkbox"
          checked={auto}
          onChange={(event) => setAuto(event.target.checked)}
          className="size-5 accent-(--mini-accent)"
        />
      </label>
      {state === "failed" && <Failure>{errors[failure] ?? (words || errors.other)}</Failure>}
      <ActionButton
        kind="quiet"
        busy={busy}
        onPress={() =>
          void run((rpc) => rpc.miniapp.partners.setMethod.mutate({ details, autoPayout: auto }))
        }
      >
        {texts.save}
      </ActionButton>
    </>
  );
}
