"use client";

import { TRPCClientError, type TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import type { AppRouter } from "@/server/trpc/root";

/** Those who wait for whoever sits here to show that it is them; the dialog answers them all at once. */
let waiting: ((confirmed: boolean) => void)[] = [];
const listeners = new Set<() => void>();
const tell = () => {
  for (const listener of listeners) listener();
};

export const confirmation = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  isAsked: (): boolean => waiting.length > 0,
  answer(confirmed: boolean): void {
    const asked = waiting;
    waiting = [];
    tell();
    for (const answer of asked) answer(confirmed);
  },
};

/** Opens the dialog. True once the person has shown who they are, false when they would rather not. */
export const askForConfirmation = (): Promise<boolean> =>
  new Promise((resolve) => {
    waiting.push(resolve);
    tell();
  });

const isAskedFor = (error: unknown): boolean =>
  error instanceof TRPCClientError &&
  (error as TRPCClientError<AppRouter>).data?.app.code === "fresh_factor_needed";

/** A dangerous action that is refused for want of a fresh second factor is done again once it was shown. */
export const confirmIdentityLink: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) =>
    observable((observer) => {
      let active: { unsubscribe(): void } | undefined;
      const run = (isFirst: boolean) => {
        active = next(op).subscribe({
          next: (value) => observer.next(value),
          complete: () => observer.complete(),
          error(error) {
            if (!isFirst || op.type !== "mutation" || !isAskedFor(error)) {
              observer.error(error);
              return;
            }
            void askForConfirmation().then((confirmed) => {
              if (confirmed) run(false);
              else observer.error(error);
            });
          },
        });
      };
      run(true);
      return () => active?.unsubscribe();
    });
