"use client";

import { Loader2Icon } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { Field } from "./field";

export type ActionField = {
  name: string;
  label: string;
  help?: string;
  type: "text" | "password" | "number" | "textarea" | "datetime-local" | "select";
  initial?: string;
  required?: boolean;
  min?: number;
  max?: number;
  step?: string;
  options?: { value: string; label: string }[];
};

export type ActionValues = Record<string, string>;

export type Action = {
  title: string;
  /** The consequence in full, perhaps depending on what was entered. */
  consequence: string | ((values: ActionValues) => string);
  confirm: string;
  destructive?: boolean;
  /** What it would do in detail, below the consequence; one that has to be looked up says when it may begin. */
  details?: ReactNode | ((values: ActionValues, onReady: (ready: boolean) => void) => ReactNode);
  /** Nothing begins before the details are ready. */
  waits?: boolean;
  fields?: ActionField[];
  run(values: ActionValues): Promise<unknown>;
};

/** Asks for what an action needs and spells out its consequence before it is done. Null closes it. */
export function ActionDialog({ action, onClose }: { action: Action | null; onClose: () => void }) {
  const t = useTranslations("common");
  return (
    <Dialog open={action !== null} onOpenChange={(open) => !open && onClose()}>
      {action && (
        <DialogContent closeLabel={t("close")}>
          <ActionForm key={action.title} action={action} onClose={onClose} />
        </DialogContent>
      )}
    </Dialog>
  );
}

function ActionForm({ action, onClose }: { action: Action; onClose: () => void }) {
  const t = useTranslations("common");
  const fields = action.fields ?? [];
  const [values, setValues] = useState<ActionValues>(() =>
    Object.fromEntries(fields.map((field) => [field.name, field.initial ?? ""])),
  );
  const [pending, setPending] = useState(false);
  const [ready, setReady] = useState(!action.waits);
  const consequence =
    typeof action.consequence === "string" ? action.consequence : action.consequence(values);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setPending(true);
    try {
      await action.run(values);
      onClose();
    } catch {
      // The action has said what went wrong; the form stays for another try.
    } finally {
      setPending(false);
    }
  };

  return (
    <form onSubmit={(event) => void submit(event)} className="contents">
      <DialogHeader>
        <DialogTitle>{action.title}</DialogTitle>
        <DialogDescription>{consequence}</DialogDescription>
      </DialogHeader>
      {fields.map((field) => (
        <Field key={field.name} label={field.label} help={field.help}>
          {(props) => (
            <Control
              field={field}
              value={values[field.name] ?? ""}
              onChange={(value) => setValues((old) => ({ ...old, [field.name]: value }))}
              {...props}
            />
          )}
        </Field>
      ))}
      {typeof action.details === "function" ? action.details(values, setReady) : action.details}
      <DialogFooter>
        <Button variant="outline" onClick={onClose}>
          {t("cancel")}
        </Button>
        <Button
          type="submit"
          variant={action.destructive ? "destructive" : "default"}
          disabled={pending || !ready}
        >
          {pending && <Loader2Icon className="animate-spin" />}
          {action.confirm}
        </Button>
      </DialogFooter>
    </form>
  );
}

type ControlProps = {
  field: ActionField;
  value: string;
  onChange: (value: string) => void;
  id: string;
  "aria-describedby"?: string;
};

function Control({ field, value, onChange, ...props }: ControlProps) {
  if (field.type === "select") {
    return (
      <Select value={value} onValueChange={onChange} required={field.required}>
        <SelectTrigger className="w-full" {...props}>
          <SelectValue placeholder="—" />
        </SelectTrigger>
        <SelectContent>
          {field.options?.map((option) => (
            <SelectItem key={option.value} value={option.value}>
              {option.label}
            </SelectItem>
          ))}
        </SelectContent>
      </Select>
    );
  }
  if (field.type === "textarea") {
    return (
      <Textarea
        {...props}
        value={value}
        required={field.required}
        maxLength={field.max}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  }
  const bounds = field.type === "number" ? { min: field.min, max: field.max } : {};
  return (
    <Input
      {...props}
      {...bounds}
      type={field.type}
      step={field.step}
      value={value}
      required={field.required}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
