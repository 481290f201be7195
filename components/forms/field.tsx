"use client";

import { type ReactNode, useId } from "react";
import { Label } from "@/components/ui/label";

type Props = {
  label: string;
  help?: string;
  error?: string;
  optional?: string;
  children: (props: {
    id: string;
    "aria-describedby"?: string;
    "aria-invalid"?: true;
  }) => ReactNode;
};

/** A label, its control, a help line and an error line, tied together for assistive technology. */
export function Field({ label, help, error, optional, children }: Props) {
  const id = useId();
  const note = error ?? help;
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <Label htmlFor={id}>
        {label}
        {optional && <span className="font-normal text-muted-foreground">{optional}</span>}
      </Label>
      {children({
        id,
        ...(note ? { "aria-describedby": `${id}-note` } : {}),
        ...(error ? { "aria-invalid": true as const } : {}),
      })}
      {note && (
        <p
          id={`${id}-note`}
          className={error ? "text-xs text-destructive" : "text-xs text-muted-foreground"}
        >
          {note}
        </p>
      )}
    </div>
  );
}
