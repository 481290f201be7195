"use client";

import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";

type Props = {
  id?: string;
  "aria-describedby"?: string;
  "aria-label"?: string;
  value: string;
  options: { value: string; label: string }[];
  onChange: (value: string) => void;
};

/** The select's own empty value is “nothing chosen”, so an option that means nothing has a word. */
const NOTHING = "nothing";

/** One of several; an option with an empty value means none of them. */
export function Choice({ value, options, onChange, ...props }: Props) {
  return (
    <Select
      value={value || NOTHING}
      onValueChange={(chosen) => onChange(chosen === NOTHING ? "" : chosen)}
    >
      <SelectTrigger className="w-full" {...props}>
        <SelectValue />
      </SelectTrigger>
      <SelectContent>
        {options.map((option) => (
          <SelectItem key={option.value} value={option.value || NOTHING}>
            {option.label}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  );
}
