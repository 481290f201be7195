"use client";

import { MoreHorizontalIcon, ShieldCheckIcon, ShieldOffIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMay } from "@/components/layout/may";
import { RelativeTime } from "@/components/layout/relative-time";
import { Avatar } from "@/components/ui/avatar";
import { Badge, type BadgeVariant } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import type { Operator, useOperatorActions } from "./use-operator-actions";
import { useRoleName } from "./use-role-name";

const STATES: Record<Operator["state"], BadgeVariant> = {
  active: "success",
  invited: "info",
  disabled: "neutral",
};

type Props = {
  operator: Operator;
  actions: ReturnType<typeof useOperatorActions>;
  onSessions: () => void;
};

/** One of the team, on a phone as well. */
export function OperatorRow({ operator, actions, onSessions }: Props) {
  const t = useTranslations("team.operators");
  const roleName = useRoleName();
  const { name, email, role, state, totp, passkeys, sessions, lastSignInAt, self } = operator;
  const factors = [
    totp && t("factors.totp"),
    passkeys > 0 && t("factors.passkeys", { count: passkeys }),
  ].filter((factor) => factor !== false);
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-2 px-4 py-3 md:grid-cols-[minmax(0,1fr)_9rem_13rem_10rem_auto]">
      <div className="flex min-w-0 items-center gap-3">
        <Avatar name={name} />
        <div className="min-w-0">
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
            <span className="truncate">{name}</span>
            {self && <Badge variant="outline">{t("you")}</Badge>}
            {state !== "active" && <Badge variant={STATES[state]}>{t(`states.${state}`)}</Badge>}
          </p>
          <p className="truncate text-xs text-muted-foreground">{email}</p>
        </div>
      </div>
      <div className="col-start-1 row-start-2 pl-10 md:col-start-2 md:row-start-1 md:pl-0">
        <Badge variant="accent">{roleName({ id: role, name: operator.roleName })}</Badge>
      </div>
      <p className="col-start-1 flex items-center gap-1.5 pl-10 text-xs text-muted-foreground md:col-start-3 md:pl-0">
        {factors.length > 0 ? (
          <ShieldCheckIcon className="size-3.5 shrink-0 text-success" aria-hidden />
        ) : (
          <ShieldOffIcon className="size-3.5 shrink-0" aria-hidden />
        )}
        <span>
          <span className="sr-only">{t("factor")}: </span>
          {factors.join(", ") || t("factors.none")}
        </span>
      </p>
      <p className="col-start-1 pl-10 text-xs text-muted-foreground md:col-start-4 md:pl-0">
        <span className="sr-only">{t("lastSignIn")}: </span>
        {lastSignInAt ? <RelativeTime value={lastSignInAt} /> : t("never")}
        <br className="hidden md:inline" />
        <span className="md:hidden"> · </span>
        {t("signedIn", { count: sessions })}
      </p>
      <div className="col-start-2 row-start-1 justify-self-end md:col-start-5">
        <Menu operator={operator} actions={actions} onSessions={onSessions} />
      </div>
    </li>
  );
}

function Menu({ operator, actions, onSessions }: Props) {
  const t = useTranslations("team.operators");
  // Nobody changes themselves, or who may do more.
  const governs = useMay()("team.write") && operator.within && !operator.self;
  const hasFactor = operator.totp || operator.passkeys > 0;
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="icon-sm" aria-label={t("actionsOf", { name: operator.name })}>
          <MoreHorizontalIcon />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end" className="w-56">
        <DropdownMenuItem onSelect={onSessions}>{t("sessions.open")}</DropdownMenuItem>
        {governs && (
          <>
            <DropdownMenuItem onSelect={() => actions.changeRole(operator)}>
              {t("role.open")}
            </DropdownMenuItem>
            {operator.lastSignInAt === null && operator.state === "invited" && (
              <DropdownMenuItem onSelect={() => actions.renew(operator)}>
                {t("renew.open")}
              </DropdownMenuItem>
            )}
            {hasFactor && (
              <DropdownMenuItem onSelect={() => actions.resetFactor(operator)}>
                {t("resetFactor.open")}
              </DropdownMenuItem>
            )}
            <DropdownMenuSeparator />
            {operator.state === "disabled" ? (
              <DropdownMenuItem onSelect={() => actions.enable(operator)}>
                {t("enable.open")}
              </DropdownMenuItem>
            ) : (
              <DropdownMenuItem onSelect={() => actions.disable(operator)}>
                {t("disable.open")}
              </DropdownMenuItem>
            )}
          </>
        )}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
