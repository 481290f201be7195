"use client";

import { Loader2Icon } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Field } from "@/components/forms/field";
import { href } from "@/components/lib/href";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { AuthLink } from "./auth-link";
import { postJson } from "./post-json";
import { ProblemAlert } from "./problem-alert";
import type { SignInProblem } from "./session";

const SHORTEST = 10;

/** Sets a new password; the link's secret is behind the #, where no log sees it. */
export function NewPasswordForm() {
  const t = useTranslations("team.newPassword");
  const router = useRouter();
  const [problem, setProblem] = useState<SignInProblem | null>(null);
  const [pending, setPending] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [password, again] = [String(form.get("password")), String(form.get("again"))];
    if (password !== again) return setProblem({ code: "passwords_differ" });
    setPending(true);
    const token = window.location.hash.slice(1);
    const found = await postJson("/api/auth/new-password", { token, password });
    if (!found) return router.replace(href("/sign-in?done=password"));
    setProblem(found);
    setPending(false);
  };

  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <ProblemAlert problem={problem} />
      <Field label={t("password")} help={t("rule")}>
        {(props) => (
          <Input
            {...props}
            name="password"
            type="password"
            autoComplete="new-password"
            minLength={SHORTEST}
            maxLength={200}
            autoFocus
            required
          />
        )}
      </Field>
      <Field label={t("again")}>
        {(props) => (
          <Input {...props} name="again" type="password" autoComplete="new-password" required />
        )}
      </Field>
      <Button type="submit" size="lg" disabled={pending} className="w-full">
        {pending && <Loader2Icon className="animate-spin" />}
        {t("submit")}
      </Button>
      <AuthLink to={problem?.code === "reset_link_over" ? "/sign-in/forgot" : "/sign-in"}>
        {problem?.code === "reset_link_over" ? t("askAgain") : t("back")}
      </AuthLink>
    </form>
  );
}
