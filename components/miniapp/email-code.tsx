"use client";

import { useEffect, useRef, useState } from "react";
import { ActionButton } from "./action-button";
import type { Refusal } from "./refusal-words";

export type EmailCodeTexts = Record<
  "email" | "send" | "sent" | "code" | "confirm" | "again" | "againIn" | "other" | "failed",
  string
>;

/** What is wrong; null when nothing is. */
export type Answer = Promise<Refusal | null>;

const PAUSE_SECONDS = 60;
const FIELD =
  "min-h-12 w-full rounded-xl bg-tg-section px-4 text-[17px] outline-none placeholder:text-tg-hint focus-visible:ring-2 focus-visible:ring-tg-accent";

/** Asks for an address, sends a code there and asks for the code. */
export function EmailCode({
  texts,
  ask,
  confirm,
}: {
  texts: EmailCodeTexts;
  ask: (email: string) => Answer;
  confirm: (email: string, code: string) => Answer;
}) {
  const [email, setEmail] = useState("");
  const [sent, setSent] = useState(false);
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const [left, setLeft] = useState(0);
  const codeField = useRef<HTMLInputElement>(null);

  useEffect(() => {
    if (sent) codeField.current?.focus();
  }, [sent]);
  useEffect(() => {
    if (left <= 0) return;
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left]);

  const run = async (act: () => Answer, done: () => void) => {
    if (busy) return;
    setBusy(true);
    setProblem("");
    const refusal = await act().catch(() => ({ code: "", details: {} }));
    setBusy(false);
    if (!refusal) return done();
    const words = await import("./refusal-words").then(
      ({ refusalWords }) => refusalWords(refusal, document.documentElement.lang),
      () => "",
    );
    setProblem(words || texts.failed);
  };
  const send = () =>
    run(
      () => ask(email),
      () => {
        setSent(true);
        setCode("");
        setLeft(PAUSE_SECONDS);
      },
    );

  const failure = problem && (
    <p role="alert" className="px-4 text-[13px] text-tg-danger">
      {problem}
    </p>
  );
  if (!sent) {
    return (
      <form
        className="flex flex-col gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <label className="flex flex-col gap-1.5">
          <span className="px-4 text-[13px] text-tg-hint">{texts.email}</span>
          <input
            type="email"
            name="email"
            required
            maxLength={254}
            autoComplete="email"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
            className={FIELD}
          />
        </label>
        {failure}
        <SubmitButton busy={busy}>{texts.send}</SubmitButton>
      </form>
    );
  }
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void run(
          () => confirm(email, code),
          () => {},
        );
      }}
    >
      <p role="status" className="px-4 text-[15px] break-words text-tg-hint">
        {texts.sent.replace("{email}", email)}
      </p>
      <label className="flex flex-col gap-1.5">
        <span className="px-4 text-[13px] text-tg-hint">{texts.code}</span>
        <input
          ref={codeField}
          name="code"
          required
          // Room for the spaces and dashes of what is pasted.
          maxLength={20}
          inputMode="numeric"
          autoComplete="one-time-code"
          value={code}
          onChange={(event) => setCode(event.target.value.replace(/[^\d]/g, "").slice(0, 6))}
          pattern="\d{6}"
          className={`${FIELD} text-center text-[22px] tracking-[0.3em] tabular-nums`}
        />
      </label>
      {failure}
      <SubmitButton busy={busy}>{texts.confirm}</SubmitButton>
      {left > 0 ? (
        <p className="flex min-h-12 items-center justify-center text-[13px] text-tg-hint tabular-nums">
          {texts.againIn.replace("{seconds}", String(left))}
        </p>
      ) : (
        <ActionButton kind="quiet" busy={busy} onPress={() => void send()}>
          {texts.again}
        </ActionButton>
      )}
      <ActionButton
        kind="quiet"
        onPress={() => {
          setSent(false);
          setProblem("");
        }}
      >
        {texts.other}
      </ActionButton>
    </form>
  );
}

const SubmitButton = ({ busy, children }: { busy: boolean; children: string }) => (
  <button
    type="submit"
    aria-busy={busy}
    disabled={busy}
    className="flex min-h-12 w-full items-center justify-center rounded-xl bg-tg-button px-4 font-semibold text-tg-button-text active:opacity-80 disabled:opacity-50"
  >
    {children}
  </button>
);
