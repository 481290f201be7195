"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useAction } from "@/components/hooks/use-action";
import { Country } from "@/components/layout/country";
import { useMay } from "@/components/layout/may";
import { RelativeTime } from "@/components/layout/relative-time";
import { Loaded } from "@/components/layout/states";
import { useTRPC } from "@/components/lib/trpc";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import type { Operator } from "./use-operator-actions";

type Props = { operator: Operator | null; onClose: () => void };

/** Where somebody is signed in, and the way to end it. */
export function OperatorSessions({ operator, onClose }: Props) {
  const t = useTranslations("common");
  return (
    <Dialog open={operator !== null} onOpenChange={(open) => !open && onClose()}>
      {operator && (
        <DialogContent closeLabel={t("close")}>
          <Sessions operator={operator} />
        </DialogContent>
      )}
    </Dialog>
  );
}

function Sessions({ operator }: { operator: Operator }) {
  const t = useTranslations("team.operators.sessions");
  const trpc = useTRPC();
  const adminId = operator.id;
  const sessions = useQuery(trpc.admin.team.sessions.queryOptions({ adminId }));
  const end = useAction(trpc.admin.team.endSession.mutationOptions(), { done: t("ended") });
  const endAll = useAction(trpc.admin.team.endSessions.mutationOptions(), { done: t("ended") });
  const governs = useMay()("team.write") && operator.within && !operator.self;
  return (
    <>
      <DialogHeader>
        <DialogTitle>{t("title", { name: operator.name })}</DialogTitle>
        <DialogDescription>{t("text")}</DialogDescription>
      </DialogHeader>
      <Loaded query={sessions}>
        {(rows) =>
          rows.length === 0 ? (
            <p className="py-4 text-center text-[13px] text-muted-foreground">{t("none")}</p>
          ) : (
            <ul className="max-h-80 divide-y overflow-y-auto rounded-md border text-[13px]">
              {rows.map(({ id, device, method, address, country, lastUsedAt }) => {
                const name =
                  [device.browser, device.system].filter(Boolean).join(", ") || t("unknown");
                return (
                  <li key={id} className="flex items-center gap-3 px-3 py-2.5">
                    <div className="min-w-0 flex-1">
                      <p className="truncate font-medium">{name}</p>
                      <p className="text-xs text-muted-foreground">
                        {country && (
                          <>
                            <Country code={country} /> ·{" "}
                          </>
                        )}
                        {[address, t.has(`methods.${method}`) ? t(`methods.${method}`) : method]
                          .filter(Boolean)
                          .join(" · ")}
                        <br />
                        {t("used")} <RelativeTime value={lastUsedAt} />
                      </p>
                    </div>
                    {governs && (
                      <Button
                        size="sm"
                        variant="outline"
                        disabled={end.isPending}
                        aria-label={t("endOf", { device: name })}
                        onClick={() => end.mutate({ adminId, sessionId: id })}
                      >
                        {t("end")}
                      </Button>
                    )}
                  </li>
                );
              })}
            </ul>
          )
        }
      </Loaded>
      {governs && (sessions.data?.length ?? 0) > 1 && (
        <DialogFooter>
          <Button
            variant="destructive"
            disabled={endAll.isPending}
            onClick={() => endAll.mutate({ adminId })}
          >
            {t("endAll")}
          </Button>
        </DialogFooter>
      )}
    </>
  );
}
