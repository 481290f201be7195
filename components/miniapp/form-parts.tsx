import type { ReactNode } from "react";

/* Labelled fields of the Mini App's few forms; the look of a list row. */

const FIELD =
  "min-h-11 w-full min-w-0 bg-transparent text-right outline-none placeholder:text-tg-hint";

export const FormRow = ({ label, children }: { label: string; children: ReactNode }) => (
  // biome-ignore lint/a11y/noLabelWithoutControl: the control is its child
  <label className="flex min-h-12 items-center gap-4 border-b border-tg-line px-4 last:border-b-0">
    <span className="shrink-0 text-tg-hint">{label}</span>
    <span className="min-w-0 flex-1">{children}</span>
  </label>
);

export const TextField = ({
  label,
  value,
  onChange,
  max,
  decimal,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  max: number;
  decimal?: boolean;
}) => (
  <FormRow label={label}>
    <input
      value={value}
      maxLength={max}
      inputMode={decimal ? "decimal" : "text"}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => onChange(event.target.value)}
      className={FIELD}
    />
  </FormRow>
);

export const ChoiceField = <T extends string>({
  label,
  value,
  onChange,
  options,
}: {
  label: string;
  value: T;
  onChange: (value: T) => void;
  options: { value: T; label: string }[];
}) => (
  <FormRow label={label}>
    <select value={value} onChange={(event) => onChange(event.target.value as T)} className={FIELD}>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  </FormRow>
);

export const Failure = ({ children }: { children: ReactNode }) => (
  <p role="alert" className="px-4 py-2 text-[13px] text-tg-danger">
    {children}
  </p>
);
