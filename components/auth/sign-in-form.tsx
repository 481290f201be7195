"use client";

import { Loader2Icon } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { FormEvent } from "react";
import { Field } from "@/components/forms/field";
import { href } from "@/components/lib/href";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { ProblemAlert } from "./problem-alert";
import { useSignIn } from "./use-sign-in";

/** `next` is where the operator wanted to go; only a path of the dashboard is believed. */
export function SignInForm({ next }: { next: string | null }) {
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
    <form onSubmit={submit} className="flex flex-col gap-4">
      <ProblemAlert problem={problem} />
      <Field label={t("email")}>
        {(props) => (
          <Input
            {...props}
            name="email"
            type="email"
            autoComplete="username webauthn"
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
      <Link
        href={href("/sign-in/forgot")}
        className="self-center rounded-sm text-[13px] text-muted-foreground underline-offset-4 outline-none hover:text-foreground hover:underline focus-visible:ring-[3px] focus-visible:ring-ring/40"
      >
        {t("forgot")}
      </Link>
    </form>
  );
}
