"use client";

import { useTranslations } from "next-intl";
import { StatusBadge } from "@/components/layout/status-badge";
import type { Outputs } from "@/components/lib/outputs";

type Diagnosis = Outputs["remnawave"]["diagnose"];

/** Step by step until the first that fails, in words that say what to do. */
export function DiagnosisSteps({ diagnosis }: { diagnosis: Diagnosis }) {
  const t = useTranslations("remnawave.diagnosis");
  return (
    <ol className="divide-y border-t">
      {diagnosis.steps.map((step) => (
        <li
          key={step.step}
          className="flex items-start justify-between gap-4 px-4 py-2.5 text-[13px]"
        >
          <span className="min-w-0">
            <span className="block font-medium">{t(`steps.${step.step}`)}</span>
            {step.state !== "skipped" && (
              <span className="block break-words text-xs text-muted-foreground">
                {t.has(`codes.${step.code}`) ? t(`codes.${step.code}`, step.details) : step.message}
              </span>
            )}
          </span>
          <StatusBadge kind="step" value={step.state} />
        </li>
      ))}
    </ol>
  );
}
