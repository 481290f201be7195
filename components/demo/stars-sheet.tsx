"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogDescription, DialogTitle } from "@/components/ui/dialog";
import type { PayResult } from "@/server/demo/telegram/people";
import type { Invoice } from "@/server/demo/telegram/types";
import { telegram } from "./api";

export type InvoiceStatus = "paid" | "cancelled" | "failed";

/** Telegram's own payment sheet: Stars are endless here. */
export function StarsSheet({
  slug,
  personId,
  onClosed,
}: {
  slug: string;
  personId: number;
  onClosed: (status: InvoiceStatus) => void;
}) {
  const t = useTranslations("demo.stars");
  const [invoice, setInvoice] = useState<Invoice | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    telegram<Invoice>(`invoices/${slug}`).then(setInvoice, () => setError(t("gone")));
  }, [slug, t]);

  const pay = async () => {
    setBusy(true);
    setError(null);
    try {
      const result = await telegram<PayResult>(`chats/${personId}/pay`, { slug });
      if (result.status === "paid") onClosed("paid");
      else setError(result.error);
    } catch (reason) {
      setError(reason instanceof Error ? reason.message : t("failed"));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => {
        // Once the bot was asked there is no way back.
        if (!open && !busy) onClosed(error ? "failed" : "cancelled");
      }}
    >
      <DialogContent
        closeLabel={t("cancel")}
        className="justify-items-center text-center sm:max-w-sm"
      >
        <span className="text-5xl leading-none" aria-hidden>
          ⭐️
        </span>
        <DialogTitle>{t("title")}</DialogTitle>
        <DialogDescription>
          {invoice ? t("question", { title: invoice.title, amount: invoice.amount }) : t("loading")}
        </DialogDescription>
        {invoice && <p className="text-[13px] text-muted-foreground">{invoice.description}</p>}
        {error && (
          <p role="alert" className="text-[13px] text-destructive">
            {error}
          </p>
        )}
        <div className="flex w-full flex-col gap-2">
          <Button size="lg" disabled={!invoice || busy} aria-busy={busy} onClick={() => void pay()}>
            {t("pay", { amount: invoice?.amount ?? 0 })}
          </Button>
          <Button
            size="lg"
            variant="ghost"
            disabled={busy}
            onClick={() => onClosed(error ? "failed" : "cancelled")}
          >
            {t("cancel")}
          </Button>
        </div>
      </DialogContent>
    </Dialog>
  );
}
