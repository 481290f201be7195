"use client";

import { CheckCircle2Icon, Loader2Icon } from "lucide-react";
import { useTranslations } from "next-intl";
import type { FormEvent } from "react";
import { Field } from "@/components/forms/field";
import { Alert, AlertTitle } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { AuthLink } from "./auth-link";
import { OtherWays } from "./other-ways";
import { ProblemAlert } from "./problem-alert";
import { useSignIn } from "./use-sign-in";

type Props = {
  /** Where the operator wanted to go; only a path of the dashboard is believed. */
  next: string | null;
  telegram: { botId: string } | null;
  /** Something good that just happened. */
  news: string | null;
};

export function SignInForm({ next, telegram, news }: Props) {
  const t = useTranslations("team.signIn");
  const { problem, pending, run } = useSignIn(next);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void run("credentials", async () => ({
      email: String(form.get("email")),
      password: String(form.get("password")),
    }));
  };

  return (
    <div className="flex flex-col gap-4">
      <form onSubmit={submit} className="flex flex-col gap-4">
        {news && !problem && (
          <Alert role="status" variant="success">
            <CheckCircle2Icon />
            <AlertTitle>{news}</AlertTitle>
          </Alert>
        )}
        <ProblemAlert problem={problem} />
        <Field label={t("email")}>
          {(props) => (
            <Input
              {...props}
              name="email"
              type="email"
              autoComplete="username"
              autoFocus
              required
              placeholder="you@example.com"
            />
          )}
        </Field>
        <Field label={t("password")}>
          {(props) => (
            <Input
              {...props}
              name="password"
              type="password"
              autoComplete="current-password"
              required
            />
          )}
        </Field>
        <Button type="submit" size="lg" disabled={pending !== null} className="mt-1 w-full">
          {pending === "credentials" && <Loader2Icon className="animate-spin" />}
          {t("submit")}
        </Button>
        <AuthLink to="/sign-in/forgot">{t("forgot")}</AuthLink>
      </form>
      <OtherWays telegram={telegram} pending={pending} run={run} />
    </div>
  );
}
