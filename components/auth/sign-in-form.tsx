"use client";

import { AlertCircleIcon, Loader2Icon } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Field } from "@/components/forms/field";
import { href } from "@/components/lib/href";
import { Alert, AlertTitle } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { signIn } from "./session";

/** `next` is where the operator wanted to go; only a path of the dashboard is believed. */
export function SignInForm({ next }: { next: string | null }) {
  const t = useTranslations("team.signIn");
  const router = useRouter();
  const [error, setError] = useState<string | null>(null);
  const [pending, setPending] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setPending(true);
    setError(null);
    const problem = await signIn(String(form.get("email")), String(form.get("password"))).catch(
      () => "network",
    );
    if (problem) {
      setError(t.has(`errors.${problem}`) ? problem : "internal");
      setPending(false);
      return;
    }
    router.replace(href(next && /^\/admin(?=\/|\?|$)/.test(next) ? next : "/admin"));
    router.refresh();
  };

  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      {error && (
        <Alert variant="destructive">
          <AlertCircleIcon />
          <AlertTitle>{t(`errors.${error}`)}</AlertTitle>
        </Alert>
      )}
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
      <Button type="submit" size="lg" disabled={pending} className="mt-1 w-full">
        {pending && <Loader2Icon className="animate-spin" />}
        {t("submit")}
      </Button>
    </form>
  );
}
