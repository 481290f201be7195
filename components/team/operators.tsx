"use client";

import { useQuery } from "@tanstack/react-query";
import { UserPlusIcon, UsersIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionDialog } from "@/components/forms/action-dialog";
import { May } from "@/components/layout/may";
import { BlockSkeleton, EmptyState, Loaded } from "@/components/layout/states";
import { useTRPC } from "@/components/lib/trpc";
import { Button } from "@/components/ui/button";
import { Card, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { InvitationLink } from "./invitation-link";
import { OperatorRow } from "./operator-row";
import { OperatorSessions } from "./operator-sessions";
import { type Operator, useOperatorActions } from "./use-operator-actions";

/** The team's people: what each may do, how they sign in, and what can be done about it. */
export function Operators() {
  const t = useTranslations("team.operators");
  const trpc = useTRPC();
  const people = useQuery(trpc.admin.team.operators.queryOptions());
  const roles = useQuery(trpc.admin.team.roles.queryOptions());
  const actions = useOperatorActions(roles.data ?? []);
  const [sessionsOf, setSessionsOf] = useState<Operator | null>(null);
  return (
    <Card>
      <CardHeader>
        <div>
          <CardTitle>{t("people")}</CardTitle>
          <CardDescription>{t("hint")}</CardDescription>
        </div>
        <May needs="team.write">
          <Button size="sm" onClick={actions.invite}>
            <UserPlusIcon />
            {t("invite.open")}
          </Button>
        </May>
      </CardHeader>
      <Loaded query={people} skeleton={<BlockSkeleton rows={5} />}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState icon={UsersIcon} title={t("empty")} hint={t("emptyHint")} />
          ) : (
            <ul className="divide-y border-t text-[13px]">
              {rows.map((operator) => (
                <OperatorRow
                  key={operator.id}
                  operator={operator}
                  actions={actions}
                  onSessions={() => setSessionsOf(operator)}
                />
              ))}
            </ul>
          )
        }
      </Loaded>
      <ActionDialog {...actions.dialog} />
      <InvitationLink {...actions.link} />
      <OperatorSessions operator={sessionsOf} onClose={() => setSessionsOf(null)} />
    </Card>
  );
}
