"use client";

import { KeyRoundIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Label } from "@/components/ui/label";
import { needsFreshFactor, type Permission, withNeeded } from "@/server/rules/permissions";
import { permissionGroups } from "./permission-groups";
import { without } from "./without";

type Props = {
  value: readonly Permission[];
  /** What whoever edits may do, and so may give. */
  may: (permission: Permission) => boolean;
  readOnly: boolean;
  onChange: (value: Permission[]) => void;
};

/** Every permission as a box, by the part of the dashboard it opens. */
export function PermissionBoxes({ value, may, readOnly, onChange }: Props) {
  const t = useTranslations("team");
  return (
    <div className="gap-x-8 md:columns-2">
      {permissionGroups().map(({ slice, permissions }) => (
        <fieldset key={slice} className="mb-6 flex min-w-0 break-inside-avoid flex-col gap-2.5">
          <legend className="mb-2 text-[13px] font-semibold">{t(`slices.${slice}`)}</legend>
          {permissions.map((permission) => (
            <Box
              key={permission}
              permission={permission}
              checked={value.includes(permission)}
              lacking={!may(permission)}
              readOnly={readOnly}
              onChange={(checked) =>
                onChange(checked ? withNeeded([...value, permission]) : without(value, permission))
              }
            />
          ))}
        </fieldset>
      ))}
    </div>
  );
}

type BoxProps = {
  permission: Permission;
  checked: boolean;
  lacking: boolean;
  readOnly: boolean;
  onChange: (checked: boolean) => void;
};

function Box({ permission, checked, lacking, readOnly, onChange }: BoxProps) {
  const t = useTranslations("team");
  const id = useId();
  const note = !readOnly && lacking ? t("roleEditor.lacking") : null;
  return (
    <div className="flex items-start gap-2.5">
      <Checkbox
        id={id}
        className="mt-px"
        checked={checked}
        disabled={readOnly || lacking}
        aria-describedby={note ? `${id}-note` : undefined}
        onCheckedChange={(next) => onChange(next === true)}
      />
      <div className="min-w-0">
        <Label htmlFor={id} className="font-normal leading-snug">
          {t(`permissions.${permission}`)}
        </Label>
        {needsFreshFactor(permission) && (
          <p className="mt-0.5 flex items-center gap-1 text-xs text-warning">
            <KeyRoundIcon className="size-3" aria-hidden />
            {t("roleEditor.dangerous")}
          </p>
        )}
        {note && (
          <p id={`${id}-note`} className="mt-0.5 text-xs text-muted-foreground">
            {note}
          </p>
        )}
      </div>
    </div>
  );
}
