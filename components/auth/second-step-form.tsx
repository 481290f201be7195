"use client";

import { KeyRoundIcon, Loader2Icon } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Field } from "@/components/forms/field";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { AuthLink } from "./auth-link";
import { askPasskey } from "./passkey";
import { ProblemAlert } from "./problem-alert";
import { useSignIn } from "./use-sign-in";

type Factors = { totp: boolean; passkeys: number; recoveryCodesLeft: number };
type Mode = "totp" | "passkey" | "recovery";

/** Shows the second factor: a code of the app, a passkey, or one of the codes written down. */
export function SecondStepForm({ next, factors }: { next: string | null; factors: Factors }) {
  const t = useTranslations("team.secondStep");
  const { problem, pending, run } = useSignIn(next);
  const modes: Mode[] = [
    ...(factors.totp ? (["totp"] as const) : []),
    ...(factors.passkeys > 0 ? (["passkey"] as const) : []),
    ...(factors.recoveryCodesLeft > 0 ? (["recovery"] as const) : []),
  ];
  const [mode, setMode] = useState<Mode>(modes[0] ?? "totp");
  const expired = problem?.code === "sign_in_expired";

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = String(new FormData(event.currentTarget).get("code"));
    if (mode !== "passkey") void run("second-factor", async () => ({ kind: mode, code }));
  };
  const showPasskey = () =>
    void run("second-factor", async () => ({ kind: "passkey", ...(await askPasskey("second")) }));

  return (
    <div className="flex flex-col gap-4">
      <ProblemAlert problem={problem} />
      {mode === "passkey" ? (
        <Button size="lg" autoFocus disabled={pending !== null || expired} onClick={showPasskey}>
          {pending ? <Loader2Icon className="animate-spin" /> : <KeyRoundIcon />}
          {t("showPasskey")}
        </Button>
      ) : (
        <form key={mode} onSubmit={submit} className="flex flex-col gap-4">
          <Field label={t(`${mode}.label`)} help={t(`${mode}.help`)}>
            {(props) => (
              <Input
                {...props}
                name="code"
                autoComplete="one-time-code"
                autoCapitalize="none"
                spellCheck={false}
                inputMode={mode === "totp" ? "numeric" : "text"}
                maxLength={mode === "totp" ? 7 : 40}
                className="text-center font-mono text-base tracking-[0.25em]"
                autoFocus
                required
              />
            )}
          </Field>
          <Button type="submit" size="lg" disabled={pending !== null || expired} className="w-full">
            {pending && <Loader2Icon className="animate-spin" />}
            {t("submit")}
          </Button>
        </form>
      )}
      <div className="flex flex-col items-center gap-1">
        {modes
          .filter((other) => other !== mode)
          .map((other) => (
            <Button
              key={other}
              type="button"
              variant="link"
              size="sm"
              onClick={() => setMode(other)}
              className="text-muted-foreground"
            >
              {t(`use.${other}`)}
            </Button>
          ))}
        <AuthLink to="/sign-in">{t("startAgain")}</AuthLink>
      </div>
    </div>
  );
}
