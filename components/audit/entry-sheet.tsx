"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { RelativeTime } from "@/components/layout/relative-time";
import { Button } from "@/components/ui/button";
import { Sheet, SheetContent, SheetDescription, SheetTitle } from "@/components/ui/sheet";
import { PAGES } from "./audit-columns";
import { ChangesTable } from "./changes";
import type { AuditRow } from "./entry-words";

type Props = {
  entry: AuditRow | null;
  onClose: () => void;
  onSession: (sessionId: string) => void;
};

/** One entry of the log in full. */
export function EntrySheet({ entry, onClose, onSession }: Props) {
  const common = useTranslations("common");
  return (
    <Sheet open={entry !== null} onOpenChange={(open) => !open && onClose()}>
      {entry && (
        <SheetContent closeLabel={common("close")} className="overflow-y-auto p-5">
          <Entry entry={entry} onSession={onSession} />
        </SheetContent>
      )}
    </Sheet>
  );
}

function Entry({ entry, onSession }: { entry: AuditRow; onSession: Props["onSession"] }) {
  const t = useTranslations("audit");
  const key = `actions.${entry.action.replaceAll(".", "_")}`;
  const subject = `subjects.${entry.subjectType}`;
  const to = PAGES[entry.subjectType]?.(entry.subjectId);
  const { sessionId } = entry;
  return (
    <div className="flex flex-col gap-5">
      <div className="pr-8">
        <SheetTitle className="font-semibold">{t.has(key) ? t(key) : entry.action}</SheetTitle>
        <SheetDescription className="text-[13px] text-muted-foreground">
          {entry.actorName ?? t(`actors.${entry.actorType}`)} · <RelativeTime value={entry.at} />
        </SheetDescription>
      </div>
      <dl className="grid grid-cols-[7rem_1fr] gap-x-3 gap-y-2 text-[13px]">
        <Fact name={t("facts.subject")}>
          {t.has(subject) ? t(subject) : entry.subjectType}{" "}
          {to ? (
            <Link href={to} className="font-mono text-xs underline underline-offset-4">
              {entry.subjectId}
            </Link>
          ) : (
            <span className="font-mono text-xs">{entry.subjectId}</span>
          )}
        </Fact>
        <Fact name={t("facts.who")}>
          <span className="font-mono text-xs">{entry.actorId}</span>
        </Fact>
        <Fact name={t("facts.entry")}>
          <span className="tabular-nums">{entry.seq}</span>
        </Fact>
        {entry.address && <Fact name={t("facts.address")}>{entry.address}</Fact>}
        {sessionId && (
          <Fact name={t("facts.session")}>
            <Button variant="outline" size="sm" onClick={() => onSession(sessionId)}>
              {t("sameSession")}
            </Button>
          </Fact>
        )}
        {entry.requestId && (
          <Fact name={t("facts.request")}>
            <span className="font-mono text-xs">{entry.requestId}</span>
          </Fact>
        )}
      </dl>
      {entry.redactedAt && <p className="text-[13px] text-muted-foreground">{t("redacted")}</p>}
      {!entry.redactedAt && entry.before === null && entry.after === null && (
        <p className="text-[13px] text-muted-foreground">{t("noChanges")}</p>
      )}
      <ChangesTable entry={entry} />
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted-foreground">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}
