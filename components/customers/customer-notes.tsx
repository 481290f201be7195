"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useAction } from "@/components/hooks/use-action";
import { May } from "@/components/layout/may";
import { BlockSkeleton, Loaded } from "@/components/layout/states";
import { useTRPC } from "@/components/lib/trpc";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Textarea } from "@/components/ui/textarea";
import { CustomerNote } from "./customer-note";

/** What the team wrote to each other about a person, who never sees it. */
export function CustomerNotes({ customerId }: { customerId: string }) {
  const t = useTranslations("customers.notes");
  const trpc = useTRPC();
  const query = useQuery(trpc.admin.customers.notes.queryOptions({ customerId }));
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("title")}</CardTitle>
      </CardHeader>
      <CardContent className="flex flex-col gap-3">
        <May needs="customers.write">
          <NewNote customerId={customerId} />
        </May>
        <Loaded query={query} skeleton={<BlockSkeleton rows={2} />}>
          {(notes) =>
            notes.length === 0 ? (
              <p className="text-[13px] text-muted-foreground">{t("none")}</p>
            ) : (
              <ul className="flex flex-col gap-2">
                {notes.map((note) => (
                  <CustomerNote key={note.id} note={note} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </CardContent>
    </Card>
  );
}

function NewNote({ customerId }: { customerId: string }) {
  const t = useTranslations("customers.notes");
  const trpc = useTRPC();
  const [text, setText] = useState("");
  const add = useAction(trpc.admin.customers.addNote.mutationOptions(), {
    onDone: () => setText(""),
  });
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate({ customerId, text });
      }}
    >
      <Textarea
        value={text}
        maxLength={5000}
        rows={2}
        aria-label={t("new")}
        placeholder={t("hint")}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
          event.preventDefault();
          event.currentTarget.form?.requestSubmit();
        }}
      />
      {text.trim() !== "" && (
        <Button type="submit" size="sm" className="self-end" disabled={add.isPending}>
          {t("add")}
        </Button>
      )}
    </form>
  );
}
