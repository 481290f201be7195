import { AlertCircleIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { Alert, AlertTitle } from "@/components/ui/alert";
import type { SignInProblem } from "./session";

/** What is wrong, in words, above the form it is about; read out as soon as it is there. */
export function ProblemAlert({ problem }: { problem: SignInProblem | null }) {
  const t = useTranslations("team.signIn");
  if (!problem) return null;
  const code = t.has(`errors.${problem.code}`) ? problem.code : "internal";
  return (
    <Alert variant="destructive">
      <AlertCircleIcon />
      <AlertTitle>
        {t(`errors.${code}`, { minutes: Math.ceil((problem.seconds ?? 0) / 60) })}
      </AlertTitle>
    </Alert>
  );
}
