"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { type Action, ActionDialog } from "@/components/forms/action-dialog";
import { useAction } from "@/components/hooks/use-action";
import { Country } from "@/components/layout/country";
import { HelpHint } from "@/components/layout/help-hint";
import { RelativeTime } from "@/components/layout/relative-time";
import { Loaded } from "@/components/layout/states";
import { useTRPC } from "@/components/lib/trpc";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";

/** Where one is signed in, and the way to end it there. */
export function OwnSessions() {
  const t = useTranslations("account.sessions");
  const trpc = useTRPC();
  const [action, setAction] = useState<Action | null>(null);
  const sessions = useQuery(trpc.admin.account.sessions.queryOptions());
  const end = useAction(trpc.admin.account.endSession.mutationOptions(), { done: t("ended") });
  const endOthers = useAction(trpc.admin.account.endOtherSessions.mutationOptions(), {
    done: t("ended"),
  });
  const askToEndOthers = () =>
    setAction({
      title: t("endOthers"),
      consequence: t("consequence"),
      confirm: t("endOthers"),
      destructive: true,
      run: () => endOthers.mutateAsync(),
    });
  return (
    <Card>
      <CardHeader>
        <div>
          <CardTitle>
            {t("title")}
            <HelpHint term="sessions" />
          </CardTitle>
          <CardDescription>{t("about")}</CardDescription>
        </div>
      </CardHeader>
      <CardContent className="flex flex-col gap-4">
        <Loaded query={sessions}>
          {(rows) => (
            <>
              <ul className="divide-y rounded-md border text-[13px]">
                {rows.map(({ id, device, address, country, lastUsedAt, current }) => {
                  const name =
                    [device.browser, device.system].filter(Boolean).join(", ") || t("unknown");
                  return (
                    <li key={id} className="flex items-center gap-3 px-3 py-2.5">
                      <div className="min-w-0 flex-1">
                        <p className="flex flex-wrap items-center gap-2 font-medium">
                          {name}
                          {current && <Badge variant="success">{t("current")}</Badge>}
                        </p>
                        <p className="text-xs text-muted-foreground">
                          {country && (
                            <>
                              <Country code={country} /> ·{" "}
                            </>
                          )}
                          {address && `${address} · `}
                          {t("used")} <RelativeTime value={lastUsedAt} />
                        </p>
                      </div>
                      {!current && (
                        <Button
                          size="sm"
                          variant="outline"
                          disabled={end.isPending}
                          aria-label={t("endOf", { device: name })}
                          onClick={() => end.mutate({ sessionId: id })}
                        >
                          {t("end")}
                        </Button>
                      )}
                    </li>
                  );
                })}
              </ul>
              {rows.length > 1 && (
                <Button variant="outline" className="self-start" onClick={askToEndOthers}>
                  {t("endOthers")}
                </Button>
              )}
            </>
          )}
        </Loaded>
      </CardContent>
      <ActionDialog action={action} onClose={() => setAction(null)} />
    </Card>
  );
}
