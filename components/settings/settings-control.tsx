"use client";

import { useTranslations } from "next-intl";
import type { Outputs } from "@/components/lib/outputs";
import { Input } from "@/components/ui/input";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";

export type SettingsValue = string | number | boolean | null;

type Props = {
  field: Outputs["settings"]["groups"][number]["fields"][number];
  /** Of a secret: whether one is stored. */
  isSet: boolean;
  value: SettingsValue;
  /** What a choice is called. */
  word: (option: string) => string;
  onChange: (value: SettingsValue) => void;
  id: string;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
};

/** The control a field's type asks for. */
export function SettingsControl({ field, isSet, value, word, onChange, ...props }: Props) {
  const t = useTranslations("settings");
  if (field.type === "boolean") {
    return <Switch {...props} checked={value === true} onCheckedChange={onChange} />;
  }
  if (field.type === "select") {
    return (
      <Select value={String(value ?? "")} onValueChange={onChange}>
        <SelectTrigger className="w-full sm:w-60" {...props}>
          <SelectValue />
        </SelectTrigger>
        <SelectContent>
          {field.options?.map((option) => (
            <SelectItem key={option} value={option}>
              {word(option)}
            </SelectItem>
          ))}
        </SelectContent>
      </Select>
    );
  }
  if (field.type === "number") {
    return (
      <Input
        {...props}
        type="number"
        min={field.min}
        max={field.max}
        value={value === null ? "" : String(value)}
        className="sm:w-60"
        onChange={(event) =>
          onChange(event.target.value === "" ? null : Number(event.target.value))
        }
      />
    );
  }
  return (
    <Input
      {...props}
      type={field.secret ? "password" : "text"}
      autoComplete={field.secret ? "new-password" : "off"}
      placeholder={field.secret ? t(isSet ? "secretSet" : "secretUnset") : undefined}
      value={String(value ?? "")}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
