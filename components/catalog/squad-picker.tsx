"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { HelpHint } from "@/components/layout/help-hint";
import { EmptyState, Loaded } from "@/components/layout/states";
import { useTRPC } from "@/components/lib/trpc";
import { AsOf } from "@/components/subscriptions/as-of";
import { Badge } from "@/components/ui/badge";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { Label } from "@/components/ui/label";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";

type Props = {
  internal: string[];
  external: string | null;
  error?: string;
  onChange: (change: { internalSquads?: string[]; externalSquad?: string | null }) => void;
};

const NONE = "none";

/** Squads from the panel's own list; ones that are chosen but gone from it are shown as such, not dropped. */
export function SquadPicker({ internal, external, error, onChange }: Props) {
  const t = useTranslations("catalog.squads");
  const trpc = useTRPC();
  const squads = useQuery(trpc.admin.remnawave.squads.queryOptions());
  return (
    <Card>
      <CardHeader>
        <CardTitle>
          {t("title")}
          <HelpHint term="squad" />
        </CardTitle>
        {squads.data && <AsOf {...squads.data} />}
      </CardHeader>
      <CardContent className="flex flex-col gap-4">
        <Loaded query={squads}>
          {({ value }) => {
            const known = value?.internal ?? [];
            const lost = internal.filter((uuid) => !known.some((squad) => squad.uuid === uuid));
            if (value === null && lost.length === 0) {
              return <EmptyState title={t("unknown")} hint={t("unknownHint")} />;
            }
            const toggle = (uuid: string, on: boolean) =>
              onChange({
                internalSquads: on
                  ? [...internal, uuid]
                  : internal.filter((other) => other !== uuid),
              });
            return (
              <>
                <div className="grid gap-2 sm:grid-cols-2">
                  {known.map((squad) => (
                    <SquadBox
                      key={squad.uuid}
                      name={squad.name}
                      note={
                        squad.members === null ? undefined : t("members", { count: squad.members })
                      }
                      checked={internal.includes(squad.uuid)}
                      onToggle={(on) => toggle(squad.uuid, on)}
                    />
                  ))}
                  {lost.map((uuid) => (
                    <SquadBox
                      key={uuid}
                      name={uuid.slice(0, 8)}
                      lost={value === null ? undefined : t("lost")}
                      checked
                      onToggle={(on) => toggle(uuid, on)}
                    />
                  ))}
                </div>
                {error && <p className="text-xs text-destructive">{error}</p>}
                {((value?.external.length ?? 0) > 0 || external) && (
                  <div className="flex flex-col gap-1.5">
                    <Label>{t("external")}</Label>
                    <Select
                      value={external ?? NONE}
                      onValueChange={(uuid) =>
                        onChange({ externalSquad: uuid === NONE ? null : uuid })
                      }
                    >
                      <SelectTrigger className="w-full sm:w-72" aria-label={t("external")}>
                        <SelectValue />
                      </SelectTrigger>
                      <SelectContent>
                        <SelectItem value={NONE}>{t("noExternal")}</SelectItem>
                        {(value?.external ?? []).map((squad) => (
                          <SelectItem key={squad.uuid} value={squad.uuid}>
                            {squad.name}
                          </SelectItem>
                        ))}
                        {external && !value?.external.some(({ uuid }) => uuid === external) && (
                          <SelectItem value={external}>{external.slice(0, 8)}</SelectItem>
                        )}
                      </SelectContent>
                    </Select>
                  </div>
                )}
              </>
            );
          }}
        </Loaded>
      </CardContent>
    </Card>
  );
}

type BoxProps = {
  name: string;
  note?: string;
  lost?: string;
  checked: boolean;
  onToggle: (on: boolean) => void;
};

function SquadBox({ name, note, lost, checked, onToggle }: BoxProps) {
  const id = useId();
  return (
    <Label
      htmlFor={id}
      className="flex items-center gap-3 rounded-lg border p-3 font-normal has-[[data-state=checked]]:border-primary/50 has-[[data-state=checked]]:bg-primary/5"
    >
      <Checkbox id={id} checked={checked} onCheckedChange={(on) => onToggle(on === true)} />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{name}</span>
        {note && <span className="mt-1 block text-xs text-muted-foreground">{note}</span>}
      </span>
      {lost && <Badge variant="warning">{lost}</Badge>}
    </Label>
  );
}
