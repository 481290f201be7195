"use client";

import { Loader2Icon, MailCheckIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Field } from "@/components/forms/field";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { AuthLink } from "./auth-link";
import { postJson } from "./post-json";
import { ProblemAlert } from "./problem-alert";
import type { SignInProblem } from "./session";

/** Asks for the link by e-mail; the answer is one for known and unknown addresses. */
export function ForgotForm() {
  const t = useTranslations("team.forgot");
  const [state, setState] = useState<"asking" | "sending" | "sent">("asking");
  const [problem, setProblem] = useState<SignInProblem | null>(null);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const email = String(new FormData(event.currentTarget).get("email"));
    setState("sending");
    const found = await postJson("/api/auth/forgot", { email });
    setProblem(found);
    setState(found ? "asking" : "sent");
  };

  if (state === "sent") {
    return (
      <div role="status" className="flex flex-col items-center gap-3 text-center">
        <MailCheckIcon className="size-8 text-primary" aria-hidden />
        <p className="text-sm">{t("sent")}</p>
        <AuthLink to="/sign-in">{t("back")}</AuthLink>
      </div>
    );
  }
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <ProblemAlert problem={problem} />
      <Field label={t("email")}>
        {(props) => (
          <Input {...props} name="email" type="email" autoComplete="username" autoFocus required />
        )}
      </Field>
      <Button type="submit" size="lg" disabled={state === "sending"} className="w-full">
        {state === "sending" && <Loader2Icon className="animate-spin" />}
        {t("submit")}
      </Button>
      <AuthLink to="/sign-in">{t("back")}</AuthLink>
    </form>
  );
}
